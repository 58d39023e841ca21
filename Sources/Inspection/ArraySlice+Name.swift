extension ArraySlice<UInt8> {
    /// Whether it is this name in ASCII, in whatever case.
    /// - Parameter lowercase: the name in lower case.
    func isASCIIName(_ lowercase: String) -> Bool {
        guard count == lowercase.utf8.count else { return false }
        return zip(self, lowercase.utf8).allSatisfy { byte, expected in
            byte == expected || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte && byte | 0x20 == expected
        }
    }
}

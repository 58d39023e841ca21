/// Finds a zip member's name as its local header has it, for libarchive hands out UTF-8 names in composed form only.
enum RawZipName {
    private static let headerBytes = 30
    private static let signature: [UInt8] = [0x50, 0x4b, 3, 4]

    /// The name in the local header that ends at `dataStart`, if it is canonically the same text as `composed`.
    static func find(_ composed: [UInt8], endingAt dataStart: Int64, in file: FileSource) -> [UInt8]? {
        guard composed.contains(where: { $0 >= 0x80 }), let text = String(validating: composed, as: UTF8.self) else {
            return nil
        }
        // Decomposing makes a name at most three times as long (a Hangul syllable); extra fields take some room.
        let most = headerBytes + 3 * composed.count + 1024
        let bytes = file.bytes(before: dataStart, count: most)
        var start = bytes.count - headerBytes - composed.count
        while start >= 0 {
            if bytes[start..<start + 4].elementsEqual(signature) {
                let nameCount = Int(bytes[start + 26]) | Int(bytes[start + 27]) << 8
                let extraCount = Int(bytes[start + 28]) | Int(bytes[start + 29]) << 8
                if start + headerBytes + nameCount + extraCount == bytes.count {
                    let name = Array(bytes[start + headerBytes..<start + headerBytes + nameCount])
                    return String(validating: name, as: UTF8.self) == text ? name : nil
                }
            }
            start -= 1
        }
        return nil
    }
}

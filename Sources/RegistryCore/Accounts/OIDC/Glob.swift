/// A pattern in which `*` stands for any characters, none included, and `?` for any one; everything else for itself.
public struct Glob: Sendable, Hashable {
    /// As it was written.
    public let pattern: String

    /// Any text is a pattern.
    public init(_ pattern: String) { self.pattern = pattern }

    /// Whether all of `text` fits.  Time grows with the product of the lengths at most.
    public func matches(_ text: String) -> Bool {
        let pattern = Array(pattern.unicodeScalars)
        let text = Array(text.unicodeScalars)
        var at = 0
        var place = 0
        // Where to go on when what follows the last star does not fit.
        var star: (pattern: Int, text: Int)?
        while place < text.count {
            if at < pattern.count, pattern[at] == "*" {
                star = (at, place)
                at += 1
            } else if at < pattern.count, pattern[at] == "?" || pattern[at] == text[place] {
                at += 1
                place += 1
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                at = last.pattern + 1
                place = last.text + 1
            } else {
                return false
            }
        }
        return pattern[at...].allSatisfy { $0 == "*" }
    }
}

import Digests
import Testing

@testable import Inspection

@Suite("A hash in RECORD")
struct RecordHashTests {
    private static let content = Array("content".utf8)

    private func refusal(_ text: String) -> RecordHash.Refusal? {
        do throws(RecordHash.Refusal) {
            _ = try RecordHash(Array(text.utf8)[...])
            return nil
        } catch {
            return error
        }
    }

    @Test("matches what it was made of, and nothing else", arguments: MessageHash.Algorithm.allCases)
    func matching(algorithm: MessageHash.Algorithm) throws {
        let stream = MessageHash(algorithm)
        stream.update(Self.content.span)
        let digest = stream.finalize()
        for padding in ["", "=", "=="] {
            let text = "\(algorithm.rawValue.uppercased())=\(Base64URL.encode(digest))\(padding)"
            let hash = try RecordHash(Array(text.utf8)[...])
            #expect(hash.algorithm == algorithm)
            #expect(hash.matches(digest))
            #expect(!hash.matches(digest.reversed()))
        }
    }

    @Test("is refused where it cannot be compared")
    func refusals() {
        let zeros = String(repeating: "A", count: 43)
        #expect(refusal("sha256=\(zeros)") == nil)
        for weak in ["md5=x", "MD5=", "sha1=\(zeros)"] { #expect(refusal(weak) == .weak) }
        for unknown in ["sha224=x", "shake_256=\(zeros)", "=\(zeros)", "sha2566=\(zeros)"] {
            #expect(refusal(unknown) == .unsupported)
        }
        let malformed = [
            "", "sha256", "sha256=", "sha256=\(zeros)A", "sha256=\(zeros.dropLast())", "sha512=\(zeros)",
            "sha384=\(zeros)",
            "blake2b=\(zeros)",
            "sha256=\(zeros.dropLast())+", "sha256=\(zeros.dropLast())B", "sha256=A=\(zeros.dropFirst(2))",
            "md5=\u{301}x",
        ]
        for text in malformed { #expect(refusal(text) == .malformed, "\(text)") }
    }
}

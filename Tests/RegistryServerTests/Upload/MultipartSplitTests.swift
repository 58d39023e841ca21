import RegistryServer
import TestSupport
import Testing

@Suite("A multipart body in pieces")
struct MultipartSplitTests {
    static let bodies: [[UInt8]] =
        [
            FormBody().field("a", "1").closed(),
            FormBody().file("c", "x", Array("\r\n--\r\n--bx\r\n--b-\r\n--b--x\r\n--b \r".utf8)).closed(),
            FormBody(preamble: "pre\r\n--bx").field("a", "\r").field("b", "").closed(" \r\nepilogue"),
            FormBody().part(
                headers: ["X: y", "Content-Disposition: form-data; name=\"a\"; filename=\"\\\"\""], [0, 255]
            ).closed(""),
            Array("\r\n--b \r\ncontent-disposition:form-data;name=a\r\n\r\n--b\r\n--b\r\r\n--b--".utf8),
            // Wrong ones have to be wrong in the same way.
            Array("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b".utf8),
            Array("--b\r\nX: y\r\n\r\n1\r\n--b--".utf8),
            Array("--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n--b--".utf8),
        ]

    @Test("is read as if it came whole, wherever it is cut once or twice", arguments: bodies)
    func pairs(body: [UInt8]) {
        let whole = ReadOutcome(body)
        for first in 0...body.count {
            for second in first...body.count {
                let cut = ReadOutcome(body, cuts: [first, second])
                if cut != whole { Issue.record("cut at \(first) and \(second): \(cut)") }
            }
        }
    }

    @Test("is read as if it came whole, byte by byte and with a long boundary", arguments: [1, 7, 35, 70])
    func singles(length: Int) {
        let boundary = String(repeating: "-", count: length - 1) + "b"
        var content: [UInt8] = []
        for count in 0..<length { content += Array("\r\n--\(boundary.prefix(count))\r\n--\(boundary)\(count)".utf8) }
        let body = FormBody(boundary: boundary).file("content", "x", content).field("a", "1").closed()
        let whole = ReadOutcome(body, boundary: boundary)
        #expect(whole.isRead)
        #expect(ReadOutcome(body, cuts: Array(1..<body.count), boundary: boundary) == whole)
        for cut in stride(from: 0, through: body.count, by: 1) where body[..<cut].last.map({ $0 < 46 }) ?? true {
            if ReadOutcome(body, cuts: [cut], boundary: boundary) != whole { Issue.record("cut at \(cut)") }
        }
    }

    @Test("is read as if it came whole, cut and changed anywhere", arguments: 0..<8)
    func mutated(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        var read = 0
        for _ in 0..<500 {
            var body = Self.bodies.randomElement(using: &dice) ?? []
            for _ in 0..<Int.random(in: 0...3, using: &dice) where !body.isEmpty {
                let at = Int.random(in: 0..<body.count, using: &dice)
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: body[at] = [13, 10, 45, 98, 32, 59, 34, 0][Int.random(in: 0..<8, using: &dice)]
                case 1: body.remove(at: at)
                case 2: body.insert(contentsOf: body[at..<min(body.count, at + 9)], at: at)
                default: body[at] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
                }
            }
            let whole = ReadOutcome(body)
            if whole.isRead { read += 1 }
            let cuts = (0..<Int.random(in: 1...6, using: &dice)).map { _ in Int.random(in: 0...body.count, using: &dice)
            }
            let cut = ReadOutcome(body, cuts: cuts.sorted())
            if cut != whole {
                Issue.record("\(String(decoding: body, as: UTF8.self).debugDescription) at \(cuts): \(cut), \(whole)")
            }
        }
        #expect(read > 50)
    }
}

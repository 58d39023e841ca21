import RegistryServer
import Testing

/// Feeds endless bodies piece by piece: what is refused must be refused soon, not when memory is full.
@Suite("A multipart body is refused")
struct MultipartLimitTests {
    /// How many bytes of an endless repetition were taken before the error.
    private func bytesTaken(of unit: String, after start: String, expecting: MultipartError) throws -> Int {
        var parser = MultipartParser(boundary: try MultipartBoundary(Array("b".utf8)))
        let pieces = [Array(start.utf8), Array(unit.utf8)]
        var taken = 0
        for piece in [pieces[0]] + Array(repeating: pieces[1], count: 1 << 20) {
            do throws(MultipartError) {
                var position = 0
                while try parser.next(in: piece.span, from: &position) != nil {}
            } catch {
                #expect(error == expecting)
                return taken
            }
            taken += piece.count
        }
        Issue.record("\(taken) bytes were taken")
        return taken
    }

    @Test("for an endless preamble", arguments: ["x", "\r\n--", "\r\n--bx", "\r\n--b-", "\r\n--b\r"])
    func preamble(unit: String) throws {
        #expect(try bytesTaken(of: unit, after: "", expecting: .preambleTooLong(limitBytes: 4096)) <= 8192)
    }

    @Test("for endless headers", arguments: ["x", "a: b\r\n", "\r", "\n", " \r\n"])
    func headers(unit: String) throws {
        let taken = try? bytesTaken(of: unit, after: "--b\r\n", expecting: .headersTooLong(limitBytes: 8192))
        #expect(try #require(taken) <= 8200)
    }

    @Test("for an endless epilogue")
    func epilogue() throws {
        #expect(try bytesTaken(of: "x", after: "--b--\r\n", expecting: .epilogueTooLong(limitBytes: 4096)) <= 4110)
    }

    @Test("for endless parts")
    func parts() throws {
        let part = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n"
        #expect(try bytesTaken(of: part, after: "", expecting: .tooManyParts(limit: 8192)) == 8192 * part.utf8.count)
    }

    @Test("for too many headers, and not for as many as are allowed")
    func headerCount() {
        let disposition = "Content-Disposition: form-data; name=a"
        let some = (1...15).map { "X-\($0): y" }
        #expect(ReadOutcome(FormBody().part(headers: some + [disposition], []).closed()).isRead)
        #expect(
            ReadOutcome(FormBody().part(headers: some + [disposition, "X-16: y"], []).closed())
                == .refused(.tooManyHeaders(limit: 16)))
    }

    @Test("at exactly the limit of header bytes and no earlier")
    func headerBytes() {
        var limits = MultipartLimits()
        let disposition = "Content-Disposition: form-data; name=a"
        limits.headerBytes = disposition.utf8.count + 4
        let body = FormBody().part(headers: [disposition], [1]).closed()
        #expect(ReadOutcome(body, limits: limits).isRead)
        limits.headerBytes -= 1
        #expect(ReadOutcome(body, limits: limits) == .refused(.headersTooLong(limitBytes: limits.headerBytes)))
    }
}

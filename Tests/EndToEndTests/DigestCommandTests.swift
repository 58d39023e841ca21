import Foundation
import SystemPackage
import Testing

@Suite("The digest command")
struct DigestCommandTests {
    /// Output and status of a shell's command line.
    private func shell(_ command: String, in directory: FilePath) throws -> Regadmin.Outcome {
        try RunningProcess(["/bin/sh", "-c", "cd '\(directory.string)' && \(command)"], environment: [:]).wait()
    }

    /// `regadmin digest` run where the files are.
    private func digest(_ words: String, in directory: FilePath) throws -> Regadmin.Outcome {
        try shell("'\(Regadmin.executable)' digest \(words)", in: directory)
    }

    private func write(_ bytes: [UInt8], _ name: String, in directory: FilePath) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: directory.string + "/" + name))
    }

    /// Files of several sizes, some with names that must be escaped.
    private func fill(_ directory: FilePath) throws {
        try write([], "empty", in: directory)
        try write(Array("abc".utf8), "abc", in: directory)
        try write([UInt8](repeating: 7, count: 300_000), "with blanks (1)", in: directory)
        try write([1], "back\\slash", in: directory)
        try write([2], "end\nof line", in: directory)
        try write([3], "return\rhere", in: directory)
        for number in 0..<30 {
            try write([UInt8](repeating: UInt8(number), count: number * 999), "f\(number)", in: directory)
        }
    }

    @Test(
        "prints what coreutils print",
        arguments: [
            ("md5", "md5sum"), ("sha1", "sha1sum"), ("sha256", "sha256sum"), ("sha512", "sha512sum"),
            ("blake2b-256", "b2sum -l 256"),
        ])
    func coreutils(algorithm: String, program: String) throws {
        try Workplace.with { workplace in
            try fill(workplace.source)
            let theirs = try shell("\(program) --tag *", in: workplace.source)
            let ours = try digest("--algorithm \(algorithm) *", in: workplace.source)
            #expect(ours.status == 0 && ours.errors.isEmpty, "\(ours.errors)")
            #expect(ours.output == theirs.output)
            #expect(!ours.output.isEmpty)
            let evp = try shell(
                "REGADMIN_DIGESTS=evp '\(Regadmin.executable)' digest --algorithm \(algorithm) *", in: workplace.source)
            #expect(evp.output == theirs.output)
        }
    }

    @Test("prints lines that coreutils accept")
    func accepted() throws {
        try Workplace.with { workplace in
            try fill(workplace.source)
            #expect(try digest("--algorithm sha512 * > ../sums", in: workplace.source).status == 0)
            #expect(try shell("sha512sum --check --strict ../sums", in: workplace.source).status == 0)
            #expect(try digest("--algorithm md5 * > ../sums", in: workplace.source).status == 0)
            #expect(try shell("md5sum -c --strict ../sums", in: workplace.source).status == 0)
        }
    }

    @Test(
        "checks the lists that other programs write",
        arguments: [
            "sha256sum --tag *", "md5sum *", "b2sum -l 256 *", "sha1sum --binary *", "sha512sum *",
            "openssl dgst -md5 abc f*", "openssl dgst -sha256 abc f*", "openssl dgst -sha512 -r abc f*",
        ])
    func lists(command: String) throws {
        try Workplace.with { workplace in
            try fill(workplace.source)
            #expect(try shell("\(command) > ../sums", in: workplace.source).status == 0)
            let good = try digest("--check ../sums", in: workplace.source)
            #expect(good.status == 0, "\(good.output)\(good.errors)")
            #expect(good.output.contains("abc: OK\n"))
            #expect(good.output.hasSuffix("0 FAILED, 0 unreadable, 0 lines not understood\n"))
            try write(Array("abd".utf8), "abc", in: workplace.source)
            try FileManager.default.removeItem(atPath: workplace.source.appending("f7").string)
            let bad = try digest("--check ../sums --quiet", in: workplace.source)
            #expect(bad.status == 1)
            #expect(bad.output.contains("abc: FAILED (") && !bad.output.contains("OK\n"), "\(bad.output)")
            #expect(bad.errors.contains("regadmin: f7: cannot be read: open: No such file or directory"))
        }
    }

    @Test("checks what it printed itself, all five digests, and says what it does not understand")
    func itself() throws {
        try Workplace.with { workplace in
            try fill(workplace.source)
            let printed = try digest("--recursive . > ../sums", in: workplace.source)
            #expect(printed.status == 0, "\(printed.errors)")
            #expect(try digest("--check ../sums --json", in: workplace.source).events("digest-match").count == 36)
            try write(Array("CRC (abc) = 12\nSHA256 (abc) = 12\n".utf8), "../odd", in: workplace.source)
            let refused = try digest("--check ../odd", in: workplace.source)
            #expect(refused.status == 1)
            #expect(refused.errors.contains("line 2 is not understood"))
            #expect(refused.errors.contains("there is nothing to compare with"))
        }
    }

    @Test("reads standard input, and refuses directories unless they are wanted")
    func inputs() throws {
        try Workplace.with { workplace in
            try fill(workplace.source)
            let input = try digest("--algorithm md5 - < abc", in: workplace.source)
            #expect(input.output == "MD5 (-) = 900150983cd24fb0d6963f7d28e17f72\n")
            let directory = try digest("--algorithm md5 . abc", in: workplace.source)
            #expect(directory.status == 1)
            #expect(directory.output == "MD5 (abc) = 900150983cd24fb0d6963f7d28e17f72\n")
            #expect(directory.errors.contains("regadmin: .: is a directory\n  say --recursive"))
            #expect(try digest("", in: workplace.source).status == 2)
            #expect(try digest("--algorithm crc abc", in: workplace.source).status == 2)
            let json = try digest("--json abc", in: workplace.source).events("digest")
            let digests = try #require(json.first?["digests"] as? [String: String])
            #expect(digests.count == 5)
            #expect(digests["md5"] == "900150983cd24fb0d6963f7d28e17f72")
        }
    }
}

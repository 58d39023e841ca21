internal import Digests
internal import RegistryCore
internal import SystemPackage

/// Compares files with lists of digests.
struct DigestChecking {
    let work: DigestWork
    /// Lines of others are passed over.
    let algorithms: [DigestAlgorithm]
    private var names: [[UInt8]] = []
    private var lines: [[UInt8]: [DigestLine]] = [:]
    private var summary = DigestCheckEvent()

    init(work: DigestWork, algorithms: [DigestAlgorithm]) {
        self.work = work
        self.algorithms = algorithms
    }

    /// Takes the lines of a list; complains about those that are none.
    mutating func add(_ text: String, from list: String) {
        var number = 0
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            if line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) { continue }
            if line.first == UInt8(ascii: "#") { continue }
            guard let found = DigestLine(line) else {
                summary.unknownLines += 1
                work.console.complain(
                    Complaint(subject: list, message: "line \(number) is not understood: no digest computed here"))
                continue
            }
            guard found.algorithms.contains(where: algorithms.contains) else { continue }
            if lines[found.name] == nil { names.append(found.name) }
            lines[found.name, default: []].append(found)
        }
    }

    /// Reads the files and tells what they are.
    /// - Parameter isInputTaken: standard input was a list, and cannot be a file.
    func run(isInputTaken: Bool) -> ExitStatus {
        guard !names.isEmpty else {
            work.console.complain(Complaint(subject: "--check", message: "there is nothing to compare with"))
            return .faults
        }
        let paths = names.map { String(decoding: $0, as: UTF8.self) }
        let sources = paths.map { $0 == "-" && isInputTaken ? .file(FilePath("./-")) : DigestWork.source($0) }
        var summary = self.summary
        let needed = Set(lines.values.joined().flatMap(\.algorithms)).intersection(algorithms)
        let isComplete = work.run(sources, of: Array(needed)) { position, outcome in
            switch outcome {
            case .success(let digested):
                let wrong = differences(from: digested.digests, of: names[position])
                if wrong.isEmpty {
                    summary.matching += 1
                    work.console.report(DigestMatchEvent(path: paths[position]))
                } else {
                    summary.different += 1
                    work.console.report(DigestMismatchEvent(path: paths[position], digests: wrong))
                }
            case .failure(let error):
                summary.unreadable += 1
                work.fail(paths[position], error)
            }
        }
        guard isComplete else { return .stopped }
        work.console.report(summary)
        return summary.isClean ? .clean : .faults
    }

    /// The tags of the lines that another digest than the file's stands in.
    private func differences(from digests: DigestSet, of name: [UInt8]) -> [String] {
        (lines[name] ?? []).compactMap { line in
            let candidates = line.algorithms.filter(algorithms.contains)
            if candidates.contains(where: { digests[$0].bytes == line.digest }) { return nil }
            return candidates.map(DigestLine.tag).joined(separator: " or ")
        }
    }
}

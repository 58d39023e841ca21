internal import Digests
internal import RegistryCore
internal import SystemPackage

/// Prints tagged lines of the digests of files.
struct DigestPrinting {
    let work: DigestWork
    let algorithms: [DigestAlgorithm]

    /// Bytes of lines that are held back at most.
    private static let mostPending = 1 << 16

    func run(_ names: [String], isRecursive: Bool) -> ExitStatus {
        var sources: [FileDigests.Source] = []
        var isClean = true
        for name in names {
            guard isRecursive, name != "-", FileTree.isDirectory(FilePath(name)) else {
                sources.append(DigestWork.source(name))
                continue
            }
            var tree = FileTree()
            tree.add(FilePath(name))
            sources += tree.files.map { .file($0) }
            for (path, error) in tree.failures {
                isClean = false
                work.fail(path.string, .source(call: "opendir", path: path.string, code: error.rawValue))
            }
        }
        var pending: [UInt8] = []
        let isComplete = work.run(sources, of: algorithms) { position, outcome in
            let name = Self.name(of: sources[position])
            switch outcome {
            case .success(let digested):
                report(name, digested, &pending)
                if pending.count >= Self.mostPending { Self.write(&pending) }
            case .failure(let error):
                isClean = false
                Self.write(&pending)
                work.fail(String(decoding: name, as: UTF8.self), error)
            }
        }
        Self.write(&pending)
        return !isComplete ? .stopped : isClean ? .clean : .faults
    }

    private func report(_ name: [UInt8], _ digested: FileDigests.Digested, _ pending: inout [UInt8]) {
        if work.console.isJSON {
            let path = String(decoding: name, as: UTF8.self)
            return work.console.report(DigestEvent(path: path, digested, algorithms))
        }
        // What is said to a terminal must not command it.
        let shown = StandardStream.output.isTerminal ? Self.visible(name) : name
        DigestLine.append(algorithms, of: digested.digests, name: shown, to: &pending)
    }

    private static func name(of source: FileDigests.Source) -> [UInt8] {
        switch source {
        case .descriptor: Array("-".utf8)
        case .file(let path):
            unsafe path.withPlatformString { start in
                unsafe Array(UnsafeRawBufferPointer(start: start, count: path.length))
            }
        }
    }

    /// The name as it is where it is plainly visible, else escaped.
    private static func visible(_ name: [UInt8]) -> [UInt8] {
        name.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? name : Array(SafeText.escaping(name).utf8)
    }

    private static func write(_ pending: inout [UInt8]) {
        unsafe pending.withUnsafeBytes { unsafe StandardStream.write($0, to: .output) }
        pending.removeAll(keepingCapacity: true)
    }
}

extension SimulatedDisk {
    /// How many things a power cut at this moment could decide either way.
    package var uncertainties: Int {
        directories.values.reduce(0) { sum, directory in
            directory.entries == directory.durableEntries ? sum : sum + Self.unsettledNames(directory).count
        } + unsyncedFiles.count
    }

    private static func unsettledNames(_ directory: Directory) -> [String] {
        Set(directory.entries.keys).union(directory.durableEntries.keys)
            .filter { directory.entries[$0] != directory.durableEntries[$0] }.sorted()
    }

    private var unsyncedFiles: [Int] { files.filter { !$0.value.isSynced }.keys.sorted() }

    /// A rename is one entry of the journal: a file that was renamed has its old name or its new one.
    private mutating func keepRenamedFiles(from before: SimulatedDisk) {
        func numbers(_ entries: [String: Entry]) -> [Int] {
            entries.values.compactMap { if case .file(let number) = $0 { number } else { nil } }
        }
        let found = Set(directories.values.flatMap { $0.entries.isEmpty ? [] : numbers($0.entries) })
        for (path, directory) in before.directories where !directory.durableEntries.isEmpty {
            for case (let name, .file(let number)) in directory.durableEntries
            where !found.contains(number) && (before.files[number]?.links ?? 0) > 0 {
                directories[path]?.entries[name] = .file(number)
                directories[path]?.durableEntries[name] = .file(number)
            }
        }
    }

    /// The disk after a power cut, in one of the states that it may be found in: every name that was
    /// not synced is lost or kept, every unlink that was not synced undone or kept, and bytes that were
    /// not synced are kept, cut off or zero.  Nothing is open or locked any more.
    package func afterPowerCut(_ fate: inout some PowerCutFate) -> SimulatedDisk {
        var disk = self
        disk.handles = [:]
        disk.locks = [:]
        let unsettled = directories.filter { $0.value.entries != $0.value.durableEntries }
        for (path, directory) in unsettled.sorted(by: { $0.key < $1.key }) {
            var entries = directory.durableEntries
            for name in Self.unsettledNames(directory) where fate.keepsWhatWasNotSynced() {
                entries[name] = directory.entries[name]
            }
            disk.directories[path] = Directory(entries: entries, durableEntries: entries)
        }
        disk.keepRenamedFiles(from: self)
        var links: [Int: Int] = [:]
        for directory in disk.directories.values where !directory.entries.isEmpty {
            for case .file(let number) in directory.entries.values { links[number, default: 0] += 1 }
        }
        for number in files.keys.sorted() {
            guard var file = files[number], let links = links[number] else {
                disk.files[number] = nil
                continue
            }
            file.links = links
            file.mayGetFirstName = false
            if !file.isSynced { file.bytes = fate.survivors(of: file) }
            file.durableBytes = file.bytes
            file.isSynced = true
            disk.files[number] = file
        }
        return disk
    }
}

/// Decides what a power cut leaves of what was not synced.
package protocol PowerCutFate {
    mutating func keepsWhatWasNotSynced() -> Bool
    mutating func survivors(of file: SimulatedDisk.File) -> [UInt8]
}

/// The kindest and the unkindest power cut, and everything between them by chance.
package struct SeededFate: PowerCutFate {
    private let seed: UInt64
    private var random: SeededRandom

    /// - Parameter seed: 0 loses everything that was not synced, 1 keeps everything.
    package init(seed: UInt64) {
        self.seed = seed
        random = SeededRandom(seed: seed)
    }

    package mutating func keepsWhatWasNotSynced() -> Bool { seed < 2 ? seed == 1 : .random(using: &random) }

    package mutating func survivors(of file: SimulatedDisk.File) -> [UInt8] {
        if seed < 2 { return seed == 1 ? file.bytes : file.durableBytes }
        let synced = min(file.durableBytes.count, file.bytes.count)
        let kept = Int.random(in: synced...file.bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return file.bytes
        case 1: return file.durableBytes
        case 2: return Array(file.bytes[..<kept])
        // The size was written and the blocks were not.
        default: return file.bytes[..<kept] + [UInt8](repeating: 0, count: file.bytes.count - kept)
        }
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

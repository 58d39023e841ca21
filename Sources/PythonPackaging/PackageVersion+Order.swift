extension PackageVersion {
    /// Where a version stands among those of one epoch and release, apart from numbers.
    private enum Stage: Comparable {
        /// Development of the release itself, before any alpha.
        case development
        case preRelease(PreRelease)
        case release
    }

    private var stage: Stage {
        if let preRelease { return .preRelease(preRelease) }
        return devNumber != nil && postNumber == nil ? .development : .release
    }

    /// Bytes whose order under memcmp is the order of the versions; equal versions give equal bytes.
    ///
    /// For ordered database keys: no key is a prefix of another version's, so more may follow it in a key. At most
    /// 16 bytes longer than `text`. The layout, in this order: epoch and significant release numbers as
    /// `VersionNumber` writes them, 0x01; a byte for the stage (0x10 development, 0x20 alpha, 0x30 beta,
    /// 0x40 candidate, 0x50 release) and the number of a pre-release; 0x00, or 0x01 and the post number; 0x00 and the
    /// development number, or 0x01; local parts (words as they are and 0x01, numbers), 0x00.
    public var sortKey: [UInt8] {
        var key: [UInt8] = []
        key.reserveCapacity(24)
        epoch.appendSortKey(to: &key)
        for number in significantRelease { number.appendSortKey(to: &key) }
        key.append(0x01)
        switch stage {
        case .development: key.append(0x10)
        case .preRelease(let preRelease):
            switch preRelease.phase {
            case .alpha: key.append(0x20)
            case .beta: key.append(0x30)
            case .candidate: key.append(0x40)
            }
            preRelease.number.appendSortKey(to: &key)
        case .release: key.append(0x50)
        }
        if let postNumber {
            key.append(0x01)
            postNumber.appendSortKey(to: &key)
        } else {
            key.append(0x00)
        }
        if let devNumber {
            key.append(0x00)
            devNumber.appendSortKey(to: &key)
        } else {
            key.append(0x01)
        }
        for part in localParts {
            switch part {
            case .word(let word):
                key.append(contentsOf: word.utf8)
                key.append(0x01)
            case .number(let number): number.appendSortKey(to: &key)
            }
        }
        key.append(0x00)
        return key
    }
}

extension PackageVersion: Hashable {
    /// PEP 440: trailing zeros of the release do not count.
    public static func == (left: PackageVersion, right: PackageVersion) -> Bool {
        left.epoch == right.epoch && left.significantRelease == right.significantRelease
            && left.preRelease == right.preRelease && left.postNumber == right.postNumber
            && left.devNumber == right.devNumber && left.localParts == right.localParts
    }

    /// Equal versions hash alike.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(epoch)
        hasher.combine(significantRelease)
        hasher.combine(preRelease)
        hasher.combine(postNumber)
        hasher.combine(devNumber)
        hasher.combine(localParts)
    }
}

extension PackageVersion: Comparable {
    /// PEP 440: development before alpha, beta, candidate, release, post release; local versions after their public one.
    public static func < (left: PackageVersion, right: PackageVersion) -> Bool {
        if left.epoch != right.epoch { return left.epoch < right.epoch }
        if left.significantRelease != right.significantRelease {
            return left.significantRelease.lexicographicallyPrecedes(right.significantRelease)
        }
        if left.stage != right.stage { return left.stage < right.stage }
        if left.postNumber != right.postNumber {
            guard let leftNumber = left.postNumber else { return true }
            guard let rightNumber = right.postNumber else { return false }
            return leftNumber < rightNumber
        }
        if left.devNumber != right.devNumber {
            guard let leftNumber = left.devNumber else { return false }
            guard let rightNumber = right.devNumber else { return true }
            return leftNumber < rightNumber
        }
        return left.localParts.lexicographicallyPrecedes(right.localParts)
    }
}

extension PackageVersion.LocalPart: Comparable {
    static func < (left: PackageVersion.LocalPart, right: PackageVersion.LocalPart) -> Bool {
        switch (left, right) {
        case (.word(let left), .word(let right)): left < right
        case (.word, .number): true
        case (.number, .word): false
        case (.number(let left), .number(let right)): left < right
        }
    }
}

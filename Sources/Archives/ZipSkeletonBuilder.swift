/// Gathers a zip archive's skeleton from its bytes, in order, as they go by.
///
/// From the first byte on it follows one local header to the next by the sizes they name, up to the directory, and takes
/// them, the members that match a pattern, and everything from the directory on. Where a header does not say how long
/// its member is, or is none, it follows no further and takes only the archive's end: less is gathered then, never
/// anything wrong, for what is gathered is not interpreted by this.
package struct ZipSkeletonBuilder: ~Copyable {
    /// What is to be looked at when the bytes before `offset` are there.
    private enum Stop {
        /// A header begins here.
        case header(at: Int64)
        /// The fixed part of the header at `at` is complete.
        case fixedPart(at: Int64)
        /// All of the local header at `at` is complete.
        case wholeHeader(at: Int64, count: Int64)

        var offset: Int64 {
            switch self {
            case .header(let at): at
            case .fixedPart(let at): at + fixedBytes
            case .wholeHeader(let at, let count): at + count
            }
        }
    }

    private let size: Int64
    private let patterns: [ExtractPattern]
    private var position: Int64 = 0
    /// Everything before this is to be taken.
    private var takenUntil: Int64
    /// Everything from here on is to be taken.
    private var takenFrom: Int64
    private var stop: Stop? = .header(at: 0)
    private var parts: [ZipSkeleton.Part] = []
    private var bytes: [UInt8] = []
    private var isTooLarge = false

    private static let fixedBytes: Int64 = 30
    /// What is looked at of any archive's beginning: a tar header may hide there.
    private static let headBytes: Int64 = 512
    /// An end record with the longest comment, and the two records of zip64 before it.
    private static let tailBytes: Int64 = 22 + 0xFFFF + 56 + 20

    /// - Parameters:
    ///   - size: bytes of the archive.
    ///   - patterns: members whose contents belong to it.
    package init(size: Int64, extract patterns: [ExtractPattern]) {
        self.size = size
        self.patterns = patterns
        takenUntil = Self.headBytes
        takenFrom = max(0, size - Self.tailBytes)
    }

    /// Takes what is needed of the next bytes.
    package mutating func take(_ chunk: UnsafeRawBufferPointer) {
        let start = position
        let end = start + Int64(chunk.count)
        while position < end, !isTooLarge {
            if let stop, stop.offset <= position {
                follow(stop)
                continue
            }
            let next = min(end, stop?.offset ?? .max)
            if position < takenUntil {
                let until = min(next, takenUntil)
                unsafe gather(chunk, start, until)
            } else if position < takenFrom {
                position = min(next, takenFrom)
            } else {
                unsafe gather(chunk, start, next)
            }
        }
        position = end
    }

    /// The skeleton, once all bytes have been taken; nil where it would be too large.
    package consuming func finish() -> ZipSkeleton? {
        guard !isTooLarge, position == size else { return nil }
        return ZipSkeleton(size: size, parts: parts, bytes: bytes)
    }

    private mutating func gather(_ chunk: UnsafeRawBufferPointer, _ start: Int64, _ until: Int64) {
        let count = Int(until - position)
        guard bytes.count + count <= ZipSkeleton.mostBytes else {
            isTooLarge = true
            bytes = []
            return
        }
        if let last = parts.last, last.end == position {
            parts[parts.count - 1].count += count
        } else {
            parts.append(ZipSkeleton.Part(offset: position, index: bytes.count, count: count))
        }
        let from = Int(position - start)
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[from..<from + count]))
        position = until
    }

    /// The gathered byte at `offset`, which is in the last part.
    private func byte(_ offset: Int64) -> UInt8 { bytes[bytes.count - Int(position - offset)] }

    private func number16(_ offset: Int64) -> Int { Int(byte(offset)) | Int(byte(offset + 1)) << 8 }

    private func number32(_ offset: Int64) -> UInt32 {
        UInt32(number16(offset)) | UInt32(number16(offset + 2)) << 16
    }

    private mutating func follow(_ stop: Stop) {
        switch stop {
        case .header(let at):
            takenUntil = max(takenUntil, at + Self.fixedBytes)
            self.stop = .fixedPart(at: at)
        case .fixedPart(let at):
            switch number32(at) {
            case ZipEndRecord.localSignature:
                let count = Self.fixedBytes + Int64(number16(at + 26) + number16(at + 28))
                takenUntil = max(takenUntil, at + count)
                self.stop = .wholeHeader(at: at, count: count)
            case ZipEndRecord.centralSignature:
                takenFrom = min(takenFrom, position)
                self.stop = nil
            default: self.stop = nil
            }
        case .wholeHeader(let at, let count):
            // Sizes that follow the content, or are in an extra field, say nothing here.
            let packed = number32(at + 18)
            guard number16(at + 6) & 8 == 0, packed != .max else {
                self.stop = nil
                return
            }
            let next = at + count + Int64(packed)
            let nameEnd = at + Self.fixedBytes + Int64(number16(at + 26))
            let place = bytes.count - Int(position - at - Self.fixedBytes)
            let name = Array(bytes[place..<place + Int(nameEnd - at - Self.fixedBytes)])
            if patterns.contains(where: { $0.matches(name) }) { takenUntil = max(takenUntil, next) }
            self.stop = .header(at: next)
        }
    }
}

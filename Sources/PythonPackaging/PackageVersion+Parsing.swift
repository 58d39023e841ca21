extension PackageVersion {
    /// Reads a version in any spelling PEP 440 allows: letter case, leading `v`, leading zeros, separators and long
    /// words. ASCII white space around it is dropped; nil for anything the grammar refuses. Linear in the text.
    public init?(_ text: String) { self.init(Array(text.utf8)[...]) }

    init?(_ bytes: ArraySlice<UInt8>) {
        let trimmed = bytes.trimmingASCIIWhitespace
        var scanner = ByteScanner(trimmed)
        _ = scanner.takeIgnoringCase("v")

        guard var release = scanner.takeNumber().map({ [$0] }) else { return nil }
        var epoch = VersionNumber.zero
        if scanner.take(UInt8(ascii: "!")) {
            guard let first = scanner.takeNumber() else { return nil }
            epoch = release[0]
            release = [first]
        }
        // A dot that no digit follows belongs to a suffix, as in `1.0.post1`.
        while scanner.next == UInt8(ascii: "."), scanner.peek(1)?.isASCIIDigit == true {
            _ = scanner.take(UInt8(ascii: "."))
            guard let number = scanner.takeNumber() else { return nil }
            release.append(number)
        }

        let preRelease = scanner.takePreRelease()
        let postNumber = scanner.takePostNumber()
        let devNumber = scanner.takeDevNumber()
        var localParts: [LocalPart] = []
        if scanner.take(UInt8(ascii: "+")) {
            repeat {
                guard let part = scanner.takeLocalPart() else { return nil }
                localParts.append(part)
            } while scanner.takeOne(where: \.isNameSeparator) != nil
        }
        guard scanner.isAtEnd else { return nil }
        self.init(
            text: trimmed.asText, epoch: epoch, release: release, preRelease: preRelease, postNumber: postNumber,
            devNumber: devNumber, localParts: localParts)
    }
}

extension ByteScanner {
    fileprivate mutating func takeNumber() -> VersionNumber? {
        VersionNumber(digits: takeRun(while: \.isASCIIDigit))
    }

    /// `[sep] word [sep] [number]`. As in the expression PEP 440 gives, the second separator may end the suffix:
    /// `1.0a.` is `1.0a0`.
    fileprivate mutating func takeSuffix<Kind>(
        _ word: (inout ByteScanner) -> Kind?
    ) -> (kind: Kind, number: VersionNumber)? {
        let start = position
        _ = takeOne(where: \.isNameSeparator)
        guard let kind = word(&self) else {
            rewind(to: start)
            return nil
        }
        _ = takeOne(where: \.isNameSeparator)
        return (kind, takeNumber() ?? .zero)
    }

    fileprivate mutating func takePreRelease() -> PackageVersion.PreRelease? {
        // `r` and `rev` are post releases; every longer word stands before the word it begins with.
        let suffix = takeSuffix { scanner -> PackageVersion.PreRelease.Phase? in
            if scanner.takeIgnoringCase("alpha") || scanner.takeIgnoringCase("a") { return .alpha }
            if scanner.takeIgnoringCase("beta") || scanner.takeIgnoringCase("b") { return .beta }
            if scanner.takeIgnoringCase("preview") || scanner.takeIgnoringCase("pre")
                || scanner.takeIgnoringCase("rc") || scanner.takeIgnoringCase("c")
            {
                return .candidate
            }
            return nil
        }
        return suffix.map { PackageVersion.PreRelease(phase: $0.kind, number: $0.number) }
    }

    fileprivate mutating func takePostNumber() -> VersionNumber? {
        let start = position
        if take(UInt8(ascii: "-")) {
            if let number = takeNumber() { return number }
            rewind(to: start)
        }
        return takeSuffix { scanner -> Bool? in
            scanner.takeIgnoringCase("post") || scanner.takeIgnoringCase("rev") || scanner.takeIgnoringCase("r")
                ? true : nil
        }?.number
    }

    fileprivate mutating func takeDevNumber() -> VersionNumber? {
        takeSuffix { $0.takeIgnoringCase("dev") ? true : nil }?.number
    }

    fileprivate mutating func takeLocalPart() -> PackageVersion.LocalPart? {
        let part = takeRun(while: \.isASCIIAlphanumeric)
        guard !part.isEmpty else { return nil }
        return VersionNumber(digits: part).map { .number($0) } ?? .word(part.asciiLowercased.asText)
    }
}

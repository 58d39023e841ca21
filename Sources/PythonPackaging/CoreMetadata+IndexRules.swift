// What the specifications leave open and PyPI, as an index, asks of new uploads besides.
extension CoreMetadata {
    var indexProblems: [MetadataProblem.Kind] {
        classifierProblems + addressProblems + mailProblems + referenceProblems
    }

    private var classifierProblems: [MetadataProblem.Kind] {
        classifiers.compactMap { classifier in
            // What it is for: to be refused by PyPI. An index of one's own is where such a file belongs.
            if classifier.hasPrefix("Private :: ") { return .privateClassifier(classifier) }
            return switch TroveClassifiers.standing(of: classifier) {
            case .known: nil
            case .withdrawn: .withdrawnClassifier(classifier)
            case .unknown: .unlistedClassifier(classifier)
            case .unknownCategory: .unknownClassifier(classifier)
            }
        }
    }

    private var addressProblems: [MetadataProblem.Kind] {
        var kinds: [MetadataProblem.Kind] = []
        for (field, address) in [(MetadataField.homePage, homePage), (.downloadURL, downloadURL)] {
            if let address, !WebAddress.isValid(address) { kinds.append(.address(field, address)) }
        }
        for link in projectURLs {
            if link.label.isEmpty || link.label.unicodeScalars.count > MetadataProblem.maximumLabelLength {
                kinds.append(.linkLabel(link.label))
            }
            if !WebAddress.isValid(link.url) { kinds.append(.address(.projectURL, link.url)) }
        }
        return kinds
    }

    private var mailProblems: [MetadataProblem.Kind] {
        [(MetadataField.authorEmail, authorEmail), (.maintainerEmail, maintainerEmail)].compactMap { field, text in
            guard let text, !Self.beginsWithMailAddress(text) else { return nil }
            return .mailAddress(field, text)
        }
    }

    /// `Name <user@host>, …` or `user@host, …`, by its first address; the others are not looked at, as by PyPI.
    private static func beginsWithMailAddress(_ text: String) -> Bool {
        var first = text.utf8.prefix { $0 != UInt8(ascii: ",") }
        // A name in quotes may hold commas, so what stands in angle brackets goes before what stands before a comma.
        if let open = text.utf8.firstIndex(of: UInt8(ascii: "<")) {
            first = text.utf8[text.utf8.index(after: open)...].prefix { $0 != UInt8(ascii: ">") }
        }
        let address = Array(first.trimmingASCIIWhitespace)
        guard let at = address.lastIndex(of: UInt8(ascii: "@")) else { return false }
        return at > 0 && at + 1 < address.count && !address.contains { $0.isASCIIWhitespace || $0.isControl }
    }

    private var referenceProblems: [MetadataProblem.Kind] {
        var kinds = requirements.compactMap { requirement in
            requirement.url.map { _ in MetadataProblem.Kind.directReference(.requiresDist, requirement.text) }
        }
        for (field, values) in [(MetadataField.providesDist, providesDist), (.obsoletesDist, obsoletesDist)] {
            for text in values where (try? Requirement(text))?.url != nil {
                kinds.append(.directReference(field, text))
            }
        }
        if version.local != nil { kinds.append(.localVersion(version.text)) }
        return kinds
    }
}

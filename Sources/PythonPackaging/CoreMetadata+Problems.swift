extension CoreMetadata {
    /// What the specifications do not allow, which is also what PyPI refuses before it looks into the archive.
    ///
    /// - Parameter profile: `strict` makes every problem an error but those that `MetadataProblem.Kind.isOnlyTold` names;
    ///   `legacy` makes each a warning, and does not ask for what PyPI asks beyond the specifications.
    public func problems(profile: MetadataProfile) -> [MetadataProblem] {
        var kinds = versionProblems + textProblems + dependencyProblems + licenseProblems
        for field in [MetadataField.importName, .importNamespace] {
            // One empty Import-Name says that nothing can be imported.
            if field == .importName, rawValues(of: field) == [""] { continue }
            for name in rawValues(of: field) where !ImportName.isValid(name) { kinds.append(.importName(name)) }
        }
        if profile == .strict { kinds += indexProblems }
        return kinds.map { kind in
            MetadataProblem(kind: kind, severity: profile == .strict && !kind.isOnlyTold ? .error : .warning)
        }
    }

    private var versionProblems: [MetadataProblem.Kind] {
        var kinds: [MetadataProblem.Kind] = []
        if !MetadataVersion.accepted.contains(metadataVersion) { kinds.append(.metadataVersion(metadataVersion)) }
        guard hasOddFields else { return kinds }
        for field in MetadataField.allCases {
            let values = rawValues(of: field)
            if !values.isEmpty, field.introduced > metadataVersion {
                kinds.append(.fieldTooYoung(field, introduced: field.introduced))
            }
            if values.count > 1, !field.isRepeatable { kinds.append(.repeated(field)) }
            if repairedFields.contains(field) { kinds.append(.invalidUTF8(field)) }
        }
        return kinds
    }

    private var textProblems: [MetadataProblem.Kind] {
        var kinds: [MetadataProblem.Kind] = []
        if summary != nil, let written = rawValues(of: .summary).first {
            if written.utf8.contains(.lineFeed) { kinds.append(.summaryHasLineBreak) }
            let length = written.unicodeScalars.count
            if length > MetadataProblem.maximumSummaryLength { kinds.append(.summaryTooLong(characters: length)) }
        }
        if let type = descriptionContentType, !DescriptionContentType.isValid(type) {
            kinds.append(.descriptionContentType(type))
        }
        if hasTwoDescriptions { kinds.append(.twoDescriptions) }
        return kinds
    }

    private var dependencyProblems: [MetadataProblem.Kind] {
        var kinds: [MetadataProblem.Kind] = []
        if let requiresPython, requiresPythonSpecifiers == nil { kinds.append(.requiresPython(requiresPython)) }
        for dependency in dependencies {
            if case .failure(let reason) = dependency.parsed { kinds.append(.requirement(dependency.text, reason)) }
        }
        for extra in providesExtra where ProjectName(extra) == nil { kinds.append(.extraName(extra)) }
        for name in dynamic {
            switch MetadataField.byName[name] {
            case nil, .metadataVersion, .name, .version: kinds.append(.dynamicField(name))
            default: continue
            }
        }
        return kinds
    }

    private var licenseProblems: [MetadataProblem.Kind] {
        var kinds: [MetadataProblem.Kind] = []
        if let licenseExpression {
            switch LicenseExpression.check(licenseExpression) {
            case .valid: break
            case .malformed: kinds.append(.licenseExpression(licenseExpression))
            case .unknown(let identifier): kinds.append(.unknownLicense(identifier))
            }
            if license != nil { kinds.append(.licenseBesideExpression) }
        }
        for path in licenseFiles where !Self.isLicensePath(path) { kinds.append(.licenseFile(path)) }
        return kinds
    }

    /// PEP 639: relative, with slashes, resolved. Drive letters make a path absolute on some systems.
    private static func isLicensePath(_ path: String) -> Bool {
        let bytes = Array(path.utf8)
        let hasDrive = bytes.count >= 2 && bytes[0].isASCIILetter && bytes[1] == UInt8(ascii: ":")
        let goesUp = zip(bytes, bytes.dropFirst()).contains { $0 == UInt8(ascii: ".") && $1 == UInt8(ascii: ".") }
        return bytes.first != UInt8(ascii: "/") && !hasDrive && !goesUp
            && !bytes.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "\\") }
    }
}

/// The rules beyond those of `ZipRule`. The raw value is the rule's identifier and never changes.
enum InspectionRule: String, Sendable, CaseIterable {
    // The archive as its reader sees it
    case filename = "filename-spelling"
    case archiveFormat = "archive-format"
    case archiveTruncated = "archive-truncated"
    case archiveDamaged = "archive-damaged"
    case archiveLimit = "archive-limit"
    case archiveEncrypted = "archive-encrypted"
    case archiveRejected = "archive-rejected"
    case listingDisagrees = "archive-listing-disagrees"
    // Members
    case memberEmptyName = "member-empty-name"
    case memberNotUTF8 = "member-not-utf8"
    case memberControlCharacter = "member-control-character"
    case memberAbsolute = "member-absolute"
    case memberTraversal = "member-traversal"
    case memberBackslash = "member-backslash"
    case memberSpecial = "member-special"
    case memberLinkOutside = "member-link-outside"
    case memberBelowFile = "member-below-file"
    case memberDuplicate = "member-duplicate"
    case memberOdd = "member-odd-header"
    case memberEncrypted = "member-encrypted"
    case memberSparse = "member-sparse"
    // Metadata
    case metadataInvalid = "metadata-invalid"
    case metadataName = "metadata-name"
    case metadataVersion = "metadata-version"
    case metadataField = "metadata-field"
    case licenseFileMissing = "license-file-missing"
    // Wheels
    case distInfoMissing = "wheel-dist-info-missing"
    case distInfoRepeated = "wheel-dist-info-repeated"
    case distInfoName = "wheel-dist-info-name"
    case distInfoVersion = "wheel-dist-info-version"
    case distInfoSpelling = "wheel-dist-info-spelling"
    case wheelFileMissing = "wheel-file-missing"
    case wheelFileInvalid = "wheel-file-invalid"
    case wheelVersion = "wheel-version"
    case wheelTags = "wheel-tags"
    case entryPoints = "wheel-entry-points"
    case entryPointPath = "wheel-entry-point-path"
    case recordInvalid = "record-invalid"
    case recordDuplicate = "record-duplicate"
    case recordUnlisted = "record-unlisted-member"
    case recordMissingFile = "record-missing-file"
    case recordSize = "record-size"
    case recordHash = "record-hash"
    case recordHashMissing = "record-hash-missing"
    case recordHashWeak = "record-hash-weak"
    case recordHashUnsupported = "record-hash-unsupported"
    // Source distributions
    case topFolder = "sdist-top-folder"
    case topFolderName = "sdist-top-folder-name"
    case pkgInfoMissing = "sdist-pkg-info-missing"
    case pkgInfoRepeated = "sdist-pkg-info-repeated"

    func severity(_ profile: InspectionProfile) -> InspectionFinding.Severity {
        switch self {
        // Tags are rewritten by tools that repair wheels, and no reader trusts them.
        case .wheelTags: .warning
        case .filename, .memberBackslash, .memberDuplicate, .memberSparse, .metadataField, .licenseFileMissing,
            .distInfoVersion,
            .distInfoSpelling, .wheelFileInvalid, .entryPoints, .recordDuplicate, .recordUnlisted, .recordMissingFile,
            .recordHashMissing, .recordHashUnsupported, .topFolderName, .pkgInfoMissing:
            profile == .strict ? .error : .warning
        default: .error
        }
    }
}

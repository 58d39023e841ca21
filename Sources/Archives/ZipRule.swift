/// A rule of the zip structure check. The raw value is the rule's identifier, shown to operators and never changed.
///
/// The strict profile refuses what PyPI refuses in new uploads, and what is unsafe; the legacy profile tolerates what
/// old tools wrote as long as every reader sees the same members.
package enum ZipRule: String, Sendable, CaseIterable {
    // The end of the file
    case notZip = "zip-not-a-zip"
    case truncated = "zip-truncated"
    case alsoTar = "zip-also-tar"
    case trailingData = "zip-trailing-data"
    case endRecordInComment = "zip-end-record-in-comment"
    case multipleDisks = "zip-multiple-disks"
    case endRecord = "zip-end-record"
    case zip64EndRecord = "zip-zip64-end-record"
    // The directory and the records before it
    case directory = "zip-directory"
    case prefixData = "zip-prefix-data"
    case gap = "zip-gap"
    case overlap = "zip-overlap"
    case notInDirectory = "zip-member-not-in-directory"
    case localHeader = "zip-local-header"
    // What the two headers of a member say
    case nameMismatch = "zip-name-mismatch"
    case sizeMismatch = "zip-size-mismatch"
    case checksumMismatch = "zip-checksum-mismatch"
    case methodMismatch = "zip-method-mismatch"
    case flagsMismatch = "zip-flags-mismatch"
    case dataDescriptor = "zip-data-descriptor"
    case descriptorMismatch = "zip-descriptor-mismatch"
    case encrypted = "zip-encrypted"
    case compressionMethod = "zip-compression-method"
    case unusualCompression = "zip-unusual-compression"
    case versionNeeded = "zip-version-needed"
    case memberComment = "zip-member-comment"
    case extraField = "zip-extra-field"
    case extraPadding = "zip-extra-padding"
    case extraRepeated = "zip-extra-repeated"
    case zip64Field = "zip-zip64-field"
    case unicodePath = "zip-unicode-path"
    // Names
    case nameEmpty = "zip-name-empty"
    case nameTooLong = "zip-name-too-long"
    case nameNotUTF8 = "zip-name-not-utf8"
    case nameNotMarkedUTF8 = "zip-name-not-marked-utf8"
    case nameControlCharacter = "zip-name-control-character"
    case nameAbsolute = "zip-name-absolute"
    case nameDrive = "zip-name-drive"
    case nameTraversal = "zip-name-traversal"
    case nameBackslash = "zip-name-backslash"
    case nameNotNormalized = "zip-name-not-normalized"
    case duplicateName = "zip-duplicate-name"
    case fileFolderClash = "zip-file-folder-clash"
    case caseClash = "zip-case-clash"
    case unicodeClash = "zip-unicode-clash"
    // Kinds and amounts
    case symlink = "zip-symlink"
    case specialFile = "zip-special-file"
    case directoryWithContents = "zip-directory-with-contents"
    case tooManyMembers = "zip-too-many-members"
    case directoryTooLarge = "zip-directory-too-large"
    case tooManyFolders = "zip-too-many-folders"
    case expandedTooLarge = "zip-expanded-too-large"
    case bomb = "zip-bomb"

    /// Whether the strict profile refuses an archive for this.
    package var isRefusedInStrict: Bool {
        switch self {
        case .caseClash, .nameNotMarkedUTF8: false
        default: true
        }
    }

    /// Whether the legacy profile refuses an archive for this.
    package var isRefusedInLegacy: Bool {
        switch self {
        case .caseClash, .nameNotMarkedUTF8, .dataDescriptor, .memberComment, .unusualCompression, .extraPadding,
            .flagsMismatch, .nameBackslash, .nameNotNormalized, .unicodeClash, .symlink:
            false
        default: true
        }
    }
}

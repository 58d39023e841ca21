internal import CArchive

/// The library in use.
package enum ArchiveLibrary {
    /// Its name and version, with those of the libraries it uses where it says so.
    package static var version: String {
        guard let text = unsafe archive_version_details() else { return "unknown" }
        return unsafe String(cString: text)
    }
}

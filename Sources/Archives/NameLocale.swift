internal import Glibc

/// The character set that libarchive believes this thread to use, which decides what becomes of names.
///
/// A zip name that is marked as UTF-8 is lost in the "C" locale; in a UTF-8 locale it survives (composed, which
/// `RawZipName` undoes). A tar name that a pax header marks as UTF-8 is composed in a UTF-8 locale; in the "C" locale the
/// conversion fails and libarchive falls back to the bytes as they are, which is what we want.
@safe struct NameLocale {
    private let converting: locale_t
    private let verbatim: locale_t

    /// Opens the locales' files, which a confined process could not; nil if there are none.
    init?() {
        guard let converting = unsafe newlocale(1 << LC_CTYPE, "C.UTF-8", nil),
            let verbatim = unsafe newlocale(1 << LC_CTYPE, "C", nil)
        else { return nil }
        unsafe self.converting = converting
        unsafe self.verbatim = verbatim
    }

    /// Sets this thread up to read an archive of the format.
    func use(for format: ArchiveFormat) {
        unsafe uselocale(format == .zip ? converting : verbatim)
    }

    /// Whether a warning only says that a name was kept as it is.
    static func isHarmless(_ warning: String) -> Bool { warning.hasSuffix("to current locale.") }
}

internal import Glibc

/// What happens when the mapped index cannot be read: its file is shorter than it says, or the disk fails.
///
/// The kernel says so by SIGBUS, in the middle of LMDB, from where nothing can be thrown; so the process ends
/// with words instead of a crash.  All that is durable stays so.
enum IndexFault {
    private static let message: StaticString = """
        regadmin: the index is damaged: its file is cut short, or the disk cannot be read
          see 'regadmin restore --index', which brings back the newest copy of the index

        """

    /// Takes SIGBUS over.
    static func watch() {
        signal(SIGBUS) { _ in
            // Only what may be called in a signal handler.
            _ = unsafe write(2, IndexFault.message.utf8Start, IndexFault.message.utf8CodeUnitCount)
            _exit(ExitStatus.unusable.rawValue)
        }
    }
}

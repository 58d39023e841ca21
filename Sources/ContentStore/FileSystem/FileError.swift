internal import Glibc
internal import SystemPackage

/// A call on the file system that failed: which call, on which path, with which `errno`.
package struct FileError: Error, Equatable, CustomStringConvertible {
    package let call: String
    package let path: String
    package let code: Int32

    package init(call: String, path: String, code: Int32) {
        self.call = call
        self.path = path
        self.code = code
    }

    package var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
    package var isExisting: Bool { code == EEXIST }
    package var description: String { "\(call) \(path): \(Errno(rawValue: code))" }
}

extension StoreError {
    /// The store's word for a failed call: full disks, missing rights and read-only mounts have their
    /// own, everything else stays a failed call.
    package init(_ error: FileError) {
        switch error.code {
        case ENOSPC, EDQUOT: self = .noSpace(path: error.path)
        case EACCES, EPERM: self = .permission(path: error.path)
        case EROFS: self = .readOnly
        default: self = .io(call: error.call, path: error.path, code: error.code)
        }
    }

    /// A failed sync is never one of the milder errors: the kernel may have dropped the dirty pages, so
    /// the bytes are lost even if a second sync would succeed.
    package init(sync error: FileError) { self = .syncFailed(path: error.path, code: error.code) }
}

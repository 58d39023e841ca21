internal import Glibc
internal import SystemPackage

extension FilePath {
    /// The path seen from the root, so that it means the same whoever looks.
    var absolute: FilePath {
        if isAbsolute { return lexicallyNormalized() }
        guard let current = unsafe getcwd(nil, 0) else { return self }
        defer { unsafe free(current) }
        return unsafe FilePath(String(cString: current)).pushing(self).lexicallyNormalized()
    }
}

package import Archives

/// Why a file could not be inspected. It says nothing about the file: what is wrong with a file is a finding.
package enum InspectionError: Error, Equatable, Sendable {
    /// No worker could be started, or the file's bytes could not be read. Trying again may help.
    case archive(ArchiveError)
}

extension InspectionError: CustomStringConvertible {
    /// The sentence for an operator.
    package var description: String {
        switch self {
        case .archive(let error): error.description
        }
    }
}

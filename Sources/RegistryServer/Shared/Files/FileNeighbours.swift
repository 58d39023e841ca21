internal import ContentStore
internal import Digests
internal import HTTPTypes
public import HummingbirdCore
internal import NIOCore
public import RegistryCore

extension FileResponses {
    /// Answers at a file's URL and at those beside it: `.metadata` (PEP 658) and `.provenance` (PEP 740).
    /// - Parameters:
    ///   - filename: the last component of the path.
    ///   - find: the file of a name, in the place that the rest of the path says.
    /// - Returns: nil where there is no such file, or it has nothing of that kind: the dialect words it.
    public func respond(
        named filename: String, _ request: Request, _ context: ServerContext, options: Options,
        find: (String) throws -> FileEntry?
    ) async throws -> Response? {
        if let file = try find(filename) {
            try checkCooldown(of: file)
            return try await respond(file, request, context, options: options)
        }
        if let file = try filename.without(suffix: ".metadata").flatMap(find) {
            try checkCooldown(of: file)
            return try await respondMetadata(of: file, request, context, options: options)
        }
        if let file = try filename.without(suffix: ".provenance").flatMap(find) {
            return try await respondProvenance(of: file, request, context, options: options)
        }
        return nil
    }

    /// A file's attestations as an integrity API object, which may change later (PEP 740).
    private func respondProvenance(
        of file: FileEntry, _ request: Request, _ context: ServerContext, options: Options
    ) async throws -> Response? {
        guard file.hasAttestations else { return nil }
        let registry = registry
        guard let attestations = try await blocking.run({ try registry.attestations(of: file) }) else { return nil }
        // They are an array of JSON, which was read and found to be one when they came in.
        let body =
            Array(#"{"version":1,"attestation_bundles":[{"publisher":{"kind":"regadmin"},"attestations":"#.utf8)
            + attestations + Array("}]}".utf8)
        var options = options
        options.isImmutable = false
        options.contentType = "application/vnd.pypi.integrity.v1+json"
        let digest = ContentDigest(hashing: body)
        return notModified(digest, request, options) ?? respond(bytes: body, digest: digest, options)
    }
}

extension String {
    /// What stands before `suffix`; nil where the text does not end in it, or is nothing else.
    fileprivate func without(suffix: String) -> String? {
        guard hasSuffix(suffix), utf8.count > suffix.utf8.count else { return nil }
        return String(dropLast(suffix.count))
    }
}

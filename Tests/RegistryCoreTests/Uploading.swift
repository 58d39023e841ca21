import ContentStore
import Digests
import FixtureBuilders
import RegistryCore
import Testing

extension TestRegistry {
    /// Stages and seals bytes.
    func sealed(_ bytes: [UInt8]) throws -> SealedBlob {
        let staged = try registry.stageUpload(expectedSize: Int64(bytes.count))
        try bytes.withUnsafeBytes { try staged.append($0) }
        return try staged.seal()
    }

    /// Uploads a distribution.
    @discardableResult
    func upload(
        _ distribution: BuiltDistribution, to path: RegistryPath = path, options: UploadOptions = UploadOptions(),
        by actor: Actor = .local, _ change: (inout UploadClaims) -> Void = { _ in }
    ) throws -> PublishedFile {
        var claims = UploadClaims(filename: distribution.filename)
        change(&claims)
        return try registry.publish(sealed(distribution.bytes), claims, to: path, by: actor, options: options)
    }

    /// Why an upload is refused; nil where it is not.
    func refusal(
        _ distribution: BuiltDistribution, to path: RegistryPath = path, options: UploadOptions = UploadOptions(),
        _ change: (inout UploadClaims) -> Void = { _ in }
    ) -> UploadRefusal? {
        do {
            try upload(distribution, to: path, options: options, change)
        } catch RegistryError.refused(let refusal) {
            return refusal
        } catch {
            Issue.record("\(error)")
        }
        return nil
    }
}

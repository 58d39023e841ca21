public import Digests
public import HummingbirdCore
internal import PythonPackaging
public import RegistryCore

extension Services {
    /// Answers with a file that is not in the store, where the registry leaves its project to an index elsewhere.
    /// - Parameters:
    ///   - name: the last component of the path, `.metadata` and `.provenance` included.
    ///   - key: the digest in the URL; nil where it has a version instead.
    /// - Returns: nil where there is no such file, or nobody may be asked for it.
    /// - Throws: `HTTPProblem`, `RegistryError`.
    public func respondFromUpstream(
        named name: String, _ key: ContentDigest?, in path: RegistryPath, _ request: Request,
        _ context: ServerContext, options: FileResponses.Options
    ) async throws -> Response? {
        guard try registry.indexStates(of: [path]).first??.asksElsewhere == true else { return nil }
        let (filename, part) = FilePart.split(name)
        guard let parsed = try? DistributionFilename(filename) else { return nil }
        let registry = registry
        // A long name costs a look at each of its beginnings, in each member.
        let asked = try await blocking.run {
            var asked: [(upstream: RegistryMember, projects: [ProjectName])] = []
            for project in Self.projects(of: parsed) {
                for upstream in try registry.resolve(project, in: path).upstreams {
                    if let place = asked.firstIndex(where: { $0.upstream.id == upstream.id }) {
                        asked[place].projects.append(project)
                    } else {
                        asked.append((upstream, [project]))
                    }
                }
            }
            return asked
        }
        for (upstream, projects) in asked {
            let wanted = UpstreamFileRequest(filename: filename, part: part, projects: projects, key: key)
            if let response = try await upstreams.respond(
                with: wanted, in: upstream, request, context, options: options)
            {
                return response
            }
        }
        return nil
    }

    /// Whose a file may be, by its name: that of an old sdist does not say where the project's name ends.
    private static func projects(of filename: DistributionFilename) -> [ProjectName] {
        guard case .sdist(let sdist) = filename, sdist.isAmbiguous else { return [filename.project] }
        let parts = filename.text.split(separator: "-", omittingEmptySubsequences: false)
        let beginnings = (1..<max(2, min(parts.count, 12))).compactMap {
            ProjectName(parts.prefix($0).joined(separator: "-"))
        }
        return [filename.project] + beginnings.filter { $0 != filename.project }
    }
}

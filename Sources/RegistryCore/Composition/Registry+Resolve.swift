internal import ContentStore
public import PythonPackaging

extension Registry {
    /// Who supplies a project's files in a registry, and why.  A few small reads; nobody elsewhere is asked.
    /// - Throws: `noSuchRegistry`, `damagedRecord`, `store`.
    public func resolve(_ project: ProjectName, in path: RegistryPath) throws(RegistryError) -> NameResolution {
        try read { (snapshot) throws(RegistryError) in
            try snapshot.resolve(project.normalized, in: snapshot.composition(at: path))
        }
    }

    /// Everything that is known of a name in a registry and in its members.
    /// - Throws: `noSuchRegistry`, `damagedRecord`, `store`.
    public func explain(_ project: ProjectName, in path: RegistryPath) throws(RegistryError) -> NameExplanation {
        try read { (snapshot) throws(RegistryError) in
            let composition = try snapshot.composition(at: path)
            let name = project.normalized
            guard name.utf8.count <= DistributionFilename.maximumBytes else {
                throw .invalidReference(name, problem: "no project's name is that long")
            }
            var members: [NameExplanation.Facts] = []
            for member in composition.members {
                var files = 0
                try Self.translating { () throws(StoreError) in
                    try snapshot.scanReferences(under: [member.id, name]) { _, _ in
                        files += 1
                        return true
                    }
                }
                members.append(
                    NameExplanation.Facts(
                        member: member, files: files, status: try snapshot.project(name, in: member.id)?.status,
                        heldUntil: try snapshot.formerly(name, in: member.id),
                        reservation: try snapshot.reservation(of: name, in: member.id)))
            }
            return NameExplanation(
                registry: path, kind: composition.record.kind, project: name,
                resolution: try snapshot.resolve(name, in: composition),
                reservation: composition.record.kind == .composite
                    ? try snapshot.reservation(of: name, in: composition.record.id) : nil,
                members: members)
        }
    }
}

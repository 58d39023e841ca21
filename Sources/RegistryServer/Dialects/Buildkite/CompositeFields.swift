internal import RegistryCore

/// What a body says of a composite registry's members, and of names that are reserved: our own extension, since the
/// original never documented any.
struct CompositeFields: Sendable {
    /// `type`; nil where it is absent.
    let kind: RegistryKind?
    /// The slugs in `upstreams`, in order; nil where it is absent.
    let upstreams: [String]?
    /// Whether the organization's official index is the last member; nil where it is absent.
    let isOfficial: Bool?
    /// `reserved_names`, all of them; nil where it is absent.
    let reservations: [NameReservation]?

    /// - Throws: `BuildkiteProblem` for what has another form.
    init(_ body: JSONBody) throws(BuildkiteProblem) {
        kind = try Self.kind(body["type"])
        upstreams = try Self.upstreams(body["upstreams"])
        isOfficial = try Self.isOfficial(body["official"])
        reservations = try Self.reservations(body["reserved_names"])
    }

    private static func kind(_ value: JSONValue?) throws(BuildkiteProblem) -> RegistryKind? {
        switch value {
        case nil: return nil
        case .string(let text)?:
            guard let kind = RegistryKind(rawValue: text) else { break }
            return kind
        default: break
        }
        throw .invalidField("type", "Type must be source or composite")
    }

    private static func upstreams(_ value: JSONValue?) throws(BuildkiteProblem) -> [String]? {
        switch value {
        case nil: return nil
        case .null?: return []
        case .array(let items)?:
            guard items.count <= RegistryMember.limit else {
                throw .invalidField("upstreams", "Upstreams are more than \(RegistryMember.limit)")
            }
            var slugs: [String] = []
            for item in items {
                guard case .object(let upstream) = item, case .string(let slug)? = upstream["slug"] else {
                    throw .invalidField("upstreams", "Upstreams must be objects with a slug")
                }
                slugs.append(slug)
            }
            return slugs
        default: throw .invalidField("upstreams", "Upstreams must be a list")
        }
    }

    private static func isOfficial(_ value: JSONValue?) throws(BuildkiteProblem) -> Bool? {
        switch value {
        case nil: return nil
        case .boolean(let value)?: return value
        default: throw .invalidField("official", "Official must be true or false")
        }
    }

    private static func reservations(_ value: JSONValue?) throws(BuildkiteProblem) -> [NameReservation]? {
        switch value {
        case nil: return nil
        case .null?: return []
        case .array(let items)?:
            guard items.count <= Registry.reservationLimit else {
                throw .invalidField("reserved_names", "Reserved names are more than \(Registry.reservationLimit)")
            }
            var reservations: [NameReservation] = []
            for item in items {
                guard case .string(let text) = item, let reservation = try? NameReservation(text) else {
                    throw .invalidField(
                        "reserved_names", "Reserved names must be project names, or beginnings of names and a star")
                }
                reservations.append(reservation)
            }
            return reservations
        default: throw .invalidField("reserved_names", "Reserved names must be a list")
        }
    }

    // MARK: - What they come to

    /// Whether anything is said that only a composite registry has.
    var concernsMembers: Bool { upstreams?.isEmpty == false || isOfficial == true }

    /// The members that the registry is to have, in order; nil where they stay.  Blocks.
    /// - Parameters:
    ///   - current: those it has.
    ///   - slug: the organization's.
    /// - Throws: `invalidMember`, `noOfficialIndex`.
    func members(
        instead current: [RegistryMember], in slug: String, _ registry: Registry
    ) throws -> [RegistryPath]? {
        guard upstreams != nil || isOfficial != nil else { return nil }
        let official = try registry.officialIndex(of: slug)
        var members: [RegistryPath] = []
        if let upstreams {
            for upstream in upstreams {
                guard let path = try? RegistryPath("\(slug)/\(upstream)") else {
                    throw BuildkiteProblem.invalidField("upstreams", "No registry has the slug of an upstream")
                }
                members.append(path)
            }
        } else {
            members = current.map(\.path)
        }
        switch isOfficial ?? current.contains(where: \.isOfficial) {
        case true:
            guard let official else { throw RegistryError.noOfficialIndex(organization: slug) }
            if !members.contains(official) { members.append(official) }
        case false:
            if isOfficial == false { members.removeAll { $0 == official } }
        }
        return members
    }
}

internal import Secrets

/// What is stored of a user, under their name in lower case.
struct UserRecord {
    var id: String
    var name: String
    var displayName: String
    var email: String
    var isSiteAdministrator: Bool
    var isActive: Bool
    /// Milliseconds since 1970.
    var created: Int64
    /// Drawn anew with every change, so that whoever remembers something of the user notices.
    var stamp: UInt64
    /// Nil for a user without one.
    var password: PasswordHash?

    private static let version: UInt8 = 1

    var encoded: [UInt8] {
        var record = RecordWriter(version: Self.version, reserving: 192)
        record.append(id)
        record.append(name)
        record.append(displayName)
        record.append(email)
        record.append(byte: isSiteAdministrator ? 1 : 0)
        record.append(byte: isActive ? 1 : 0)
        record.append(created)
        record.append(stamp)
        record.append(counted: password?.encoded ?? [])
        return record.bytes
    }

    init(id: String, _ new: NewUser, created: Int64, password: PasswordHash?) {
        self.id = id
        name = new.name
        displayName = new.displayName
        email = new.email
        isSiteAdministrator = new.isSiteAdministrator
        isActive = true
        self.created = created
        stamp = .random(in: .min ... .max)
        self.password = password
    }

    init?(decoding bytes: [UInt8]) {
        guard var record = RecordReader(bytes, version: Self.version), let id = record.takeText(),
            let name = record.takeText(), let displayName = record.takeText(), let email = record.takeText(),
            let isSiteAdministrator = record.takeByte(), let isActive = record.takeByte(),
            let created = record.takeInt64(), let stamp = record.takeNumber(), let password = record.takeCounted(),
            record.isAtEnd
        else { return nil }
        self.id = id
        self.name = name
        self.displayName = displayName
        self.email = email
        self.isSiteAdministrator = isSiteAdministrator == 1
        self.isActive = isActive == 1
        self.created = created
        self.stamp = stamp
        if password.isEmpty {
            self.password = nil
        } else {
            guard let hash = PasswordHash(encoded: Array(password)) else { return nil }
            self.password = hash
        }
    }

    /// What others may see of it.
    var user: User {
        User(
            id: id, name: name, displayName: displayName, email: email, isSiteAdministrator: isSiteAdministrator,
            isActive: isActive, hasPassword: password != nil, created: created)
    }
}

internal import Digests
internal import FoundationEssentials

/// An attestation as PEP 740 has it, as far as a registry has to understand it: which file it speaks of.
///
/// Whether its signature is right is for those to find out who install the file.
struct Attestation: Decodable {
    private let version: Int
    private let verification_material: VerificationMaterial
    private let envelope: Envelope

    private struct VerificationMaterial: Decodable {
        let certificate: String
        let transparency_entries: [Anything]
    }

    private struct Envelope: Decodable {
        let statement: String
        let signature: String
    }

    /// What is signed: an in-toto statement.
    private struct Statement: Decodable {
        struct Subject: Decodable {
            let name: String
            let digest: [String: String]
        }

        let subject: [Subject]
        let predicateType: String
    }

    /// Any JSON value; nobody here looks into it.
    private struct Anything: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    /// The most attestations that come with one file.
    private static let mostAttestations = 16

    /// Whether `bytes` are a JSON array of attestations of this file, at most one for each kind of statement.
    static func check(_ bytes: [UInt8], filename: String, digest: ContentDigest) throws(UploadRefusal) {
        let limit = UploadClaims.attestationsLimitBytes
        guard bytes.count <= limit else { throw .attestations(problem: "they have more than \(limit) bytes") }
        // It is going to stand inside other JSON: no other encoding of it, and no mark before it.
        guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0),
            bytes.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "[")
        else { throw .attestations(problem: "they are not a JSON array in UTF-8") }
        guard let attestations = try? JSONDecoder().decode([Attestation].self, from: Data(bytes)) else {
            throw .attestations(problem: "they are not a JSON array of attestations")
        }
        guard (1...mostAttestations).contains(attestations.count) else {
            throw .attestations(problem: "there are \(attestations.count), not 1 to \(mostAttestations)")
        }
        var kinds: Set<String> = []
        for attestation in attestations {
            let kind = try attestation.kind(filename, digest)
            guard kinds.insert(kind).inserted else {
                throw .attestations(problem: "there are two of one predicate type")
            }
        }
    }

    /// What its statement says of the file.
    private func kind(_ filename: String, _ digest: ContentDigest) throws(UploadRefusal) -> String {
        guard version == 1 else { throw .attestations(problem: "they are of version \(version)") }
        guard !verification_material.certificate.isEmpty, !verification_material.transparency_entries.isEmpty else {
            throw .attestations(problem: "they have nothing to verify them with")
        }
        guard let signature = Data(base64Encoded: envelope.signature), !signature.isEmpty,
            let bytes = Data(base64Encoded: envelope.statement),
            let statement = try? JSONDecoder().decode(Statement.self, from: bytes)
        else { throw .attestations(problem: "they have no statement, or no signature") }
        guard statement.subject.count == 1, let subject = statement.subject.first, subject.name == filename,
            let hex = subject.digest["sha256"], ContentDigest(hex: hex) == digest
        else { throw .attestations(problem: "they are of another file") }
        return statement.predicateType
    }
}

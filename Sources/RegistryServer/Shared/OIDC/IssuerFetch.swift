internal import AsyncHTTPClient
internal import FoundationEssentials
internal import NIOCore
internal import NIOHTTP1

/// One look at an issuer: its discovery document, then its keys.
struct IssuerFetch {
    let issuer: String
    let limits: IssuerDirectory.Limits

    func keys() async -> Result<IssuerKeySet, IssuerDirectory.Unavailable> {
        // Needed a few times an hour: nothing is kept open for it.
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, decompression: .disabled)
        configuration.httpVersion = .http1Only
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result: Result<IssuerKeySet, IssuerDirectory.Unavailable>
        do throws(IssuerDirectory.Unavailable) {
            result = .success(try await keys(client))
        } catch {
            result = .failure(error)
        }
        try? await client.shutdown()
        return result
    }

    private func keys(_ client: HTTPClient) async throws(IssuerDirectory.Unavailable) -> IssuerKeySet {
        let base = issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer
        let document = try await get(base + "/.well-known/openid-configuration", client)
        guard let fields = try? JSONDecoder().decode([String: JSONValue].self, from: Data(document)),
            case .string(let named)? = fields["issuer"], case .string(let location)? = fields["jwks_uri"]
        else { throw .init(why: "the discovery document is not one") }
        guard named == issuer else { throw .init(why: "the discovery document is another issuer's") }
        guard IssuerURL.isTrustworthy(location, for: issuer) else {
            throw .init(why: "the discovery document names no https address for the keys")
        }
        guard let keys = IssuerKeySet(try await get(location, client)) else {
            throw .init(why: "the key set is not one")
        }
        return keys
    }

    private func get(_ url: String, _ client: HTTPClient) async throws(IssuerDirectory.Unavailable) -> [UInt8] {
        do {
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "Accept", value: "application/json")
            let answer = try await client.execute(request, timeout: .seconds(limits.requestSeconds))
            guard answer.status == .ok else {
                throw IssuerDirectory.Unavailable(why: "it answered \(answer.status.code)")
            }
            return Array(buffer: try await answer.body.collect(upTo: limits.documentBytes))
        } catch let error as IssuerDirectory.Unavailable {
            throw error
        } catch is NIOTooManyBytesError {
            throw .init(why: "its answer is too long")
        } catch {
            throw .init(why: "no answer")
        }
    }
}

import Foundation
import SystemPackage
import Testing

extension ClientMachine {
    /// A copy whose pip reads this configuration, written where the documents say it is.
    ///
    /// pip takes quotation marks in it for a part of the URL, whatever the registry: where a document prints some, they
    /// are left out. In `requirements.txt` they are as good as in a shell.
    func configuringPip(_ text: String) throws -> ClientMachine {
        try write(text.replacingOccurrences(of: "\"", with: ""), to: home.appending(".pip").appending("pip.conf"))
        return without("PIP_CONFIG_FILE")
    }

    /// Expects that Python can import a module.
    func expectImport(_ module: String, at location: SourceLocation = #_sourceLocation) async throws {
        let outcome = try await run("python3", "-c", "import \(module)")
        #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: location)
    }
}

extension Regadmin.Outcome {
    /// The JSON object that is the whole output.
    func object() throws -> [String: Any] {
        let value = try JSONSerialization.jsonObject(with: Data(output.utf8))
        return try (value as? [String: Any]).required("no object: \(output)\(errors)")
    }
}

extension Regadmin {
    /// Runs a command that must succeed, without holding a thread meanwhile.
    @discardableResult
    func succeed(_ arguments: [String], input: String? = nil) async throws -> Outcome {
        let outcome = try await start(arguments, input: input).finished(limitSeconds)
        try #require(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
        return outcome
    }
}

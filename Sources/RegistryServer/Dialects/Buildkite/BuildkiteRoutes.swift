extension BuildkiteDialect {
    private static let registries = "/v2/packages/organizations/{organization}/registries"
    private static let registry = "\(registries)/{registry}"

    /// All of its paths.
    public func addRoutes(to routes: inout RouteTable) {
        addPublishing(to: &routes)
        addRegistries(to: &routes)
        addPackages(to: &routes)
        addTokens(to: &routes)
        addIndexes(to: &routes)
    }

    private func addPublishing(to routes: inout RouteTable) {
        routes.post("\(Self.registry)/packages", publish)
        // Printed for some weeks of 2024.
        routes.post("/api\(Self.registry)/packages", publish)
        routes.post("/api/v1/repos/{organization}/{registry}/packages.json", publishLegacy)
        routes.post("\(Self.registry)/packages/upload", requestUpload)
        routes.post("/v2/packages/uploads/{ticket}", stageUpload)
    }

    private func addRegistries(to routes: inout RouteTable) {
        routes.post(Self.registries, createRegistry)
        routes.get(Self.registries, listRegistries)
        routes.get(Self.registry, showRegistry)
        // Documented; the Go client's; the Terraform provider's.
        routes.post(Self.registry, updateRegistry)
        routes.patch(Self.registry, updateRegistry)
        routes.put(Self.registry, updateRegistry)
        routes.delete(Self.registry, deleteRegistry)
    }

    private func addPackages(to routes: inout RouteTable) {
        routes.get("\(Self.registry)/packages", listPackages)
        routes.get("\(Self.registry)/packages/{package}", showPackage)
        routes.post("\(Self.registry)/packages/{package}/copy", copyPackage)
        routes.delete("\(Self.registry)/packages/{package}", deletePackage)
    }

    private func addTokens(to routes: inout RouteTable) {
        let tokens = "\(Self.registry)/tokens"
        routes.post(tokens, createToken)
        routes.get(tokens, listTokens)
        routes.get("\(tokens)/{token}", showToken)
        routes.post("\(tokens)/{token}", updateToken)
        routes.patch("\(tokens)/{token}", updateToken)
        routes.put("\(tokens)/{token}", updateToken)
        routes.delete("\(tokens)/{token}", deleteToken)
    }

    private func addIndexes(to routes: inout RouteTable) {
        for root in ["/{organization}/{registry}", "/organizations/{organization}/packages/registries/{registry}"] {
            routes.get("\(root)/pypi/simple", showIndex)
            routes.get("\(root)/pypi/simple/{project}", showProject)
            routes.get("\(root)/pypi/files/{digest}/{filename}", sendFile)
        }
    }
}

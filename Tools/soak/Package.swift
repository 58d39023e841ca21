// swift-tools-version:6.2
import PackageDescription

// A package of its own, so that the product does not depend on what only measures it.
let package = Package(
    name: "soak",
    dependencies: [
        .package(name: "regadmin", path: "../.."),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
    ],
    targets: [
        .executableTarget(
            name: "soak",
            dependencies: [
                .product(name: "ContentStore", package: "regadmin"),
                .product(name: "Digests", package: "regadmin"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6), .enableUpcomingFeature("MemberImportVisibility")])
    ]
)

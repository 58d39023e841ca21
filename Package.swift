// swift-tools-version:6.2
import PackageDescription

// Warnings are errors wherever the project itself is checked (`Tools/test`, `Tools/check`), and only
// there: a newer compiler's new warning must not keep an operator from building.
let warningsAreErrors = Context.environment["REGADMIN_WARNINGS_AS_ERRORS"] == "1"

let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .strictMemorySafety(),
    ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])

// Tests may take pointers apart without saying so at each step.
let testing: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])

let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let http: [Target.Dependency] = [
    .product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdCore", package: "hummingbird"),
    .product(name: "HummingbirdHTTP2", package: "hummingbird"),
    .product(name: "HummingbirdTLS", package: "hummingbird"),
    .product(name: "HTTPTypes", package: "swift-http-types"),
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
    .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
    .product(name: "NIOSSL", package: "swift-nio-ssl"),
    .product(name: "NIOTLS", package: "swift-nio"),
    .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "Configuration", package: "swift-configuration"),
    .product(name: "JWTKit", package: "jwt-kit"),
    .product(name: "AsyncHTTPClient", package: "async-http-client"),
    .product(name: "Yams", package: "Yams"),
    .product(name: "Mustache", package: "swift-mustache"),
]

let package = Package(
    name: "regadmin",
    products: [
        .executable(name: "regadmin", targets: ["regadmin"]),
        .library(name: "PythonPackaging", targets: ["PythonPackaging"]),
        .library(name: "Digests", targets: ["Digests"]),
        .library(name: "ContentStore", targets: ["ContentStore"]),
        .library(name: "RegistryCore", targets: ["RegistryCore"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // Level 0
        .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        // Without pkg-config, whose answer puts /usr/include before the headers of Foundation's own ICU.
        .systemLibrary(
            name: "CMarkdown",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
        .target(name: "CLinux"),
        .target(name: "CDigests"),
        .target(name: "CInflate"),
        .target(name: "PythonPackaging", swiftSettings: strict),
        // Level 1
        .target(name: "LMDB", dependencies: ["CLMDB"], swiftSettings: strict),
        .target(name: "Digests", dependencies: ["COpenSSL", "CDigests"], swiftSettings: strict),
        .target(
            name: "Archives", dependencies: ["CArchive", "CDigests", "CInflate", "CLinux", system],
            swiftSettings: strict),
        .target(name: "Secrets", dependencies: ["COpenSSL"], swiftSettings: strict),
        .target(name: "SimpleIndex", dependencies: ["PythonPackaging", "CXML2"], swiftSettings: strict),
        // Level 2
        .target(
            name: "ContentStore",
            dependencies: ["LMDB", "Digests", "CLinux", system, logging],
            swiftSettings: strict),
        .target(
            name: "Inspection",
            dependencies: ["Archives", "PythonPackaging", "Digests", system],
            swiftSettings: strict),
        // Level 3
        .target(
            name: "RegistryCore",
            dependencies: ["ContentStore", "Inspection", "Archives", "Digests", "Secrets", "PythonPackaging", system],
            swiftSettings: strict),
        // Level 4
        .target(
            name: "Upstream",
            dependencies: [
                "RegistryCore", "SimpleIndex", "ContentStore", "Digests", "PythonPackaging", system, logging,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            swiftSettings: strict),
        // Level 5
        .target(
            name: "RegistryServer",
            dependencies: [
                "Upstream", "RegistryCore", "SimpleIndex", "ContentStore", "Digests", "Secrets", "PythonPackaging",
                "CLinux", "CZlib", "CMarkdown", system, logging,
            ] + http,
            swiftSettings: strict),
        // Level 6
        .executableTarget(
            name: "regadmin",
            dependencies: [
                "RegistryServer", "Upstream", "RegistryCore", "ContentStore", "Inspection", "Archives", "Digests",
                "PythonPackaging",
                system, logging,
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        // Tests
        .target(name: "FixtureBuilders", path: "Fixtures/Builders", swiftSettings: testing),
        .target(
            name: "TestSupport",
            dependencies: ["ContentStore", "Archives", "Digests", "FixtureBuilders", system],
            path: "Tests/TestSupport",
            swiftSettings: testing),
        .testTarget(
            name: "PythonPackagingTests", dependencies: ["PythonPackaging", "TestSupport"],
            swiftSettings: testing),
        .testTarget(name: "LMDBTests", dependencies: ["LMDB", "TestSupport", system], swiftSettings: testing),
        .testTarget(name: "DigestsTests", dependencies: ["Digests", "TestSupport", system], swiftSettings: testing),
        .testTarget(name: "SecretsTests", dependencies: ["Secrets", "TestSupport"], swiftSettings: testing),
        .testTarget(
            name: "SimpleIndexTests", dependencies: ["SimpleIndex", "PythonPackaging", "TestSupport", system],
            swiftSettings: testing),
        .testTarget(
            name: "ArchivesTests",
            dependencies: ["Archives", "CInflate", "TestSupport", "FixtureBuilders", "regadmin", system],
            swiftSettings: testing),
        .testTarget(
            name: "ContentStoreTests", dependencies: ["ContentStore", "Digests", "LMDB", "TestSupport", system],
            swiftSettings: testing),
        .testTarget(
            name: "InspectionTests",
            dependencies: [
                "Inspection", "Archives", "PythonPackaging", "Digests", "TestSupport", "FixtureBuilders", "regadmin",
                system,
            ],
            swiftSettings: testing),
        .testTarget(
            name: "RegistryCoreTests",
            dependencies: [
                "RegistryCore", "ContentStore", "Inspection", "Archives", "Digests", "Secrets", "PythonPackaging",
                "TestSupport", "FixtureBuilders", "regadmin", system,
            ],
            swiftSettings: testing),
        .testTarget(
            name: "RegistryServerTests",
            dependencies: [
                "RegistryServer", "Upstream", "RegistryCore", "SimpleIndex", "ContentStore", "Digests", "Secrets",
                "TestSupport",
                "FixtureBuilders", "regadmin", system, logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ] + http,
            swiftSettings: testing),
        .testTarget(
            name: "EndToEndTests", dependencies: ["TestSupport", "FixtureBuilders", "regadmin", system],
            swiftSettings: testing),
    ],
    cLanguageStandard: .c11
)

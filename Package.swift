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
    ],
    targets: [
        // Level 0
        .systemLibrary(name: "CLMDB", pkgConfig: "lmdb", providers: [.apt(["liblmdb-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "CLinux"),
        .target(name: "CDigests"),
        .target(name: "PythonPackaging", swiftSettings: strict),
        // Level 1
        .target(name: "LMDB", dependencies: ["CLMDB"], swiftSettings: strict),
        .target(name: "Digests", dependencies: ["COpenSSL", "CDigests"], swiftSettings: strict),
        .target(name: "Archives", dependencies: ["CArchive", "CDigests", "CLinux", system], swiftSettings: strict),
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
            dependencies: ["ContentStore", "Inspection", "Archives", "Digests", "PythonPackaging", system],
            swiftSettings: strict),
        // Level 5
        .executableTarget(
            name: "regadmin",
            dependencies: [
                "RegistryCore", "ContentStore", "Inspection", "Archives", "Digests", "PythonPackaging", system,
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
        .testTarget(
            name: "ArchivesTests", dependencies: ["Archives", "TestSupport", "FixtureBuilders", "regadmin", system],
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
                "RegistryCore", "ContentStore", "Inspection", "Archives", "Digests", "PythonPackaging", "TestSupport",
                "FixtureBuilders", "regadmin", system,
            ],
            swiftSettings: testing),
        .testTarget(
            name: "EndToEndTests", dependencies: ["TestSupport", "FixtureBuilders", "regadmin", system],
            swiftSettings: testing),
    ],
    cLanguageStandard: .c11
)

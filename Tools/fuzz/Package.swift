// swift-tools-version:6.2
import PackageDescription

// A package of its own, built with libFuzzer and the address sanitizer. It compiles the parsers straight from the
// product's sources (`Product` and `Builders` are links), so that their `package` symbols are in reach and nothing that
// the fuzzer does not call has to be built.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "fuzz",
    dependencies: [.package(url: "https://github.com/apple/swift-system", from: "1.8.0")],
    targets: [
        .systemLibrary(name: "CArchive", path: "Product/CArchive", pkgConfig: "libarchive"),
        .systemLibrary(name: "COpenSSL", path: "Product/COpenSSL", pkgConfig: "libcrypto"),
        .systemLibrary(name: "CXML2", path: "Product/CXML2", pkgConfig: "libxml-2.0"),
        .target(name: "CLinux", path: "Product/CLinux"),
        .target(name: "CInflate", path: "Product/CInflate"),
        .target(name: "CDigests", path: "Product/CDigests"),
        .target(name: "PythonPackaging", path: "Product/PythonPackaging", swiftSettings: strict),
        .target(
            name: "Digests", dependencies: ["COpenSSL", "CDigests"], path: "Product/Digests", swiftSettings: strict),
        .target(
            name: "Archives", dependencies: ["CArchive", "CDigests", "CInflate", "CLinux", system],
            path: "Product/Archives",
            swiftSettings: strict),
        .target(
            name: "Inspection", dependencies: ["Archives", "PythonPackaging", "Digests", system],
            path: "Product/Inspection", swiftSettings: strict),
        .target(
            name: "SimpleIndex", dependencies: ["PythonPackaging", "CXML2"], path: "Product/SimpleIndex",
            swiftSettings: strict),
        .target(
            name: "Forms", path: "Product/RegistryServer/Shared/Upload", exclude: ["Legacy", "Receiving"],
            sources: ["Multipart", "Form"], swiftSettings: strict),
        .target(name: "FixtureBuilders", path: "Builders", swiftSettings: strict),
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "PythonPackaging", "Digests", "COpenSSL", "Archives", "Inspection", "SimpleIndex", "Forms",
                "FixtureBuilders",
                system,
            ],
            swiftSettings: strict),
    ],
    cLanguageStandard: .c11
)

// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "agents-compat",
    platforms: [.macOS(.v15), .iOS(.v18)],
    products: [
        .library(name: "AgentsCore", targets: ["AgentsCore"]),
        .library(name: "Adapters", targets: ["Adapters"]),
        .library(name: "AceDataCompat", targets: ["AceDataCompat"]),
        .library(name: "DreamMachineCompat", targets: ["DreamMachineCompat"]),
        .library(name: "URLSessionTransport", targets: ["URLSessionTransport"]),
        .executable(name: "agents-compat", targets: ["agents-compat"]),
    ],
    dependencies: [],
    targets: [
        .target(name: "AgentsCore"),
        .target(name: "Adapters", dependencies: ["AgentsCore"]),
        .target(name: "AceDataCompat", dependencies: ["AgentsCore", "Adapters"]),
        .target(name: "DreamMachineCompat", dependencies: ["AgentsCore", "Adapters"]),
        .systemLibrary(
            name: "CMicroHTTPD", pkgConfig: "libmicrohttpd",
            providers: [.apt(["libmicrohttpd-dev"]), .brew(["libmicrohttpd"])]),
        .systemLibrary(
            name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite"])]),
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"]), .brew(["libsodium"])]),
        .systemLibrary(
            name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CProcess"),
        .target(name: "HTTPTransport", dependencies: ["AgentsCore", "CMicroHTTPD", "CCurl"]),
        .target(name: "URLSessionTransport", dependencies: ["AgentsCore"]),
        .target(name: "AgentsSimulator", dependencies: ["AgentsCore", "HTTPTransport"]),
        .target(
            name: "CompatServer",
            dependencies: ["AgentsCore", "Adapters", "HTTPTransport", "CProcess", "CSQLite", "CSodium"]),
        .executableTarget(
            name: "agents-compat",
            dependencies: [
                "AgentsCore", "Adapters", "AceDataCompat", "DreamMachineCompat", "HTTPTransport", "AgentsSimulator",
                "CompatServer", "CSQLite", "CZlib",
            ]
        ),
        .target(name: "AdapterTesting", dependencies: ["AgentsCore", "Adapters"], path: "Tests/AdapterTesting"),
        .testTarget(name: "AgentsCoreTests", dependencies: ["AgentsCore", "AdapterTesting"]),
        .testTarget(
            name: "AdaptersTests",
            dependencies: ["AgentsCore", "Adapters", "AceDataCompat", "DreamMachineCompat", "AdapterTesting"],
            exclude: ["Snapshots"]
        ),
        .testTarget(
            name: "AceDataCompatTests", dependencies: ["AgentsCore", "Adapters", "AceDataCompat", "AdapterTesting"]),
        .testTarget(
            name: "DreamMachineCompatTests",
            dependencies: ["AgentsCore", "Adapters", "DreamMachineCompat", "AdapterTesting"]
        ),
        .testTarget(
            name: "HTTPTransportTests",
            dependencies: ["AgentsCore", "HTTPTransport", "AgentsSimulator", "URLSessionTransport", "AdapterTesting"]),
        .testTarget(name: "URLSessionTransportTests", dependencies: ["AgentsCore", "URLSessionTransport"]),
        .testTarget(name: "AgentsSimulatorTests", dependencies: ["AgentsCore", "HTTPTransport", "AgentsSimulator"]),
        .testTarget(
            name: "CompatServerTests",
            dependencies: [
                "AgentsCore", "Adapters", "AceDataCompat", "DreamMachineCompat", "HTTPTransport", "AgentsSimulator",
                "CompatServer",
            ]
        ),
        .testTarget(
            name: "CommandLineTests", dependencies: ["AdapterTesting", "agents-compat"], exclude: ["Snapshots"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets {
    switch target.type {
    case .regular, .test, .executable:
        target.swiftSettings =
            (target.swiftSettings ?? []) + [
                .enableUpcomingFeature("ExistentialAny"),  // SE-0335
                .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
                .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
                .enableUpcomingFeature("InferIsolatedConformances"),  // SE-0470
                .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
                .enableUpcomingFeature("ImmutableWeakCaptures"),  // SE-0481
                .treatAllWarnings(as: .error),  // SE-0480
                .treatWarning("ExplicitSendable", as: .error),
            ]
        // Test support checks with Swift Testing, whose macros expand to code that is not marked.
        if target.type == .regular && target.name != "AdapterTesting" {
            target.swiftSettings?.append(.strictMemorySafety())  // SE-0458
        }
    default: break
    }
}

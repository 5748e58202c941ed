// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "agents-compat", path: "..")],
    targets: [
        .target(name: "CountAllocations", path: "allocations", sources: ["count_allocations.c"]),
        .executableTarget(
            name: "raw", path: "raw", linkerSettings: [.linkedLibrary("curl"), .linkedLibrary("sqlite3")]),
        .executableTarget(
            name: "micro",
            dependencies: [
                "CountAllocations", .product(name: "AgentsCore", package: "agents-compat"),
                .product(name: "Adapters", package: "agents-compat"),
                .product(name: "AceDataCompat", package: "agents-compat"),
                .product(name: "DreamMachineCompat", package: "agents-compat"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)

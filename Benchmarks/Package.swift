// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "benchmarks",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "agents-compat", path: "..")],
    targets: [
        .executableTarget(
            name: "micro",
            dependencies: ["AgentsCore", "Adapters", "AceDataCompat", "DreamMachineCompat"].map {
                .product(name: $0, package: "agents-compat")
            }
        )
    ],
    swiftLanguageModes: [.v6]
)

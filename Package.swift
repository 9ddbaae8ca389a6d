// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "copydesk",
    products: [
        .executable(name: "copydesk", targets: ["copydesk"]),
        .library(name: "AnalyzerKit", targets: ["AnalyzerKit", "Linguistics"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "accuracy",
            dependencies: ["AnalyzerKit", "Corpora", "Entities", "Linguistics", "Quotes", "Sentiment"],
            path: "Benchmarks/Accuracy"),
        .target(name: "AnalyzerKit", dependencies: ["Linguistics"]),
        .testTarget(name: "AnalyzerKitTests", dependencies: ["AnalyzerKit", "Linguistics"]),
        .target(
            name: "CEntitiesModel", path: "Plugins/Entities/Model",
            exclude: ["given-names.README", "lexicon.bin", "network.bin"]),
        .systemLibrary(name: "CGcrypt", pkgConfig: "libgcrypt", providers: [.apt(["libgcrypt20-dev"])]),
        .target(name: "CLinux"),
        .target(name: "Corpora", path: "Benchmarks/Corpora"),
        .executableTarget(
            name: "copydesk",
            dependencies: [
                "AnalyzerKit", "Entities", "Ingest", "Linguistics", "Processing", "Quotes", "Reporting", "Sentiment",
                "Spool", "Supervision",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ]),
        .testTarget(
            name: "copydeskTests",
            dependencies: [
                "AnalyzerKit", "copydesk", "Ingest", "Linguistics", "Processing", "Reporting", "Supervision",
                "TestSupport",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["check-reports.py"]),
        .target(name: "CQuotesModel", path: "Plugins/Quotes/Model", exclude: ["confidence.tsv", "ranker.tsv"]),
        .target(name: "CSandbox", linkerSettings: [.linkedLibrary("seccomp")]),
        .target(name: "CSentimentModel", path: "Plugins/Sentiment/Model"),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .target(name: "Digest", dependencies: ["CGcrypt"]),
        .target(
            name: "Entities", dependencies: ["AnalyzerKit", "CEntitiesModel", "Linguistics"],
            path: "Plugins/Entities", exclude: ["Model", "README.md"], sources: ["Sources"]),
        .executableTarget(
            name: "entity-features", dependencies: ["AnalyzerKit", "Corpora", "Entities", "Linguistics"],
            path: "Training/Entities/Features"),
        .testTarget(
            name: "EntitiesTests",
            dependencies: ["AnalyzerKit", "CEntitiesModel", "Corpora", "Entities", "Linguistics"],
            exclude: ["Hard"]),
        .executableTarget(
            name: "faulty-worker", dependencies: ["AnalyzerKit", "Linguistics", "Processing", "Supervision"],
            path: "Tests/FaultyWorker"),
        .target(name: "Ingest", dependencies: ["AnalyzerKit", "Digest", "Linguistics"]),
        .testTarget(name: "IngestTests", dependencies: ["AnalyzerKit", "Ingest", "Linguistics"]),
        .target(name: "Linguistics"),
        .testTarget(name: "LinguisticsTests", dependencies: ["Linguistics"]),
        .target(
            name: "Processing", dependencies: ["AnalyzerKit", "Ingest", "Linguistics", "Reporting", "Supervision"]),
        .target(
            name: "Quotes", dependencies: ["AnalyzerKit", "CQuotesModel", "Entities", "Linguistics"],
            path: "Plugins/Quotes", exclude: ["Model", "README.md"], sources: ["Sources"]),
        .executableTarget(
            name: "quote-features", dependencies: ["AnalyzerKit", "Entities", "Linguistics", "Quotes"],
            path: "Training/Quotes/Features"),
        .testTarget(
            name: "QuotesTests", dependencies: ["AnalyzerKit", "Entities", "Quotes"],
            exclude: ["Articles", "Hard"]),
        .target(name: "Reporting", dependencies: ["AnalyzerKit", "Linguistics"]),
        .testTarget(name: "ReportingTests", dependencies: ["AnalyzerKit", "Linguistics", "Reporting"]),
        .target(
            name: "Sentiment", dependencies: ["AnalyzerKit", "CSentimentModel", "Entities", "Linguistics", "Quotes"],
            path: "Plugins/Sentiment", exclude: ["Model", "README.md"], sources: ["Sources"]),
        .executableTarget(
            name: "sentiment-examples", dependencies: ["AnalyzerKit", "Entities", "Linguistics", "Sentiment"],
            path: "Training/Sentiment/Examples"),
        .testTarget(
            name: "SentimentTests", dependencies: ["AnalyzerKit", "Corpora", "Entities", "Quotes", "Sentiment"]),
        .target(
            name: "Spool",
            dependencies: [
                "CLinux", "Digest",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(
            name: "SpoolTests",
            dependencies: ["Spool", "TestSupport", .product(name: "SystemPackage", package: "swift-system")]),
        .target(
            name: "Supervision",
            dependencies: [
                "CLinux", "CSandbox", "CSystemd", "Spool",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "train-quote-ranker", dependencies: ["AnalyzerKit", "Corpora", "Entities", "Linguistics", "Quotes"],
            path: "Training/Quotes/Ranker"),
        .testTarget(
            name: "SupervisionTests",
            dependencies: [
                "CLinux", "faulty-worker", "Spool", "Supervision", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x
)

// A program of its own, built with other flags than the rest: see scripts/fuzz.
if Context.environment["COPYDESK_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "AnalyzerKit", "Entities", "Ingest", "Linguistics", "Quotes", "Reporting", "Sentiment", "Supervision",
            ],
            path: "Fuzz/Sources"))
}

let targetsInC = ["CEntitiesModel", "CLinux", "CQuotesModel", "CSandbox", "CSentimentModel"]
for target in package.targets where target.type != .system && !targetsInC.contains(target.name) {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}

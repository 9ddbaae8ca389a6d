// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "copydesk",
    products: [
        .executable(name: "copydesk", targets: ["copydesk"]),
        .library(name: "AnalyzerKit", targets: ["AnalyzerKit", "Discourse", "English", "Linguistics"]),
        .library(name: "AnalyzerTesting", targets: ["AnalyzerTesting"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-algorithms", from: "1.2.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0", traits: []),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: [.defaults, "YAML"]),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "accuracy",
            dependencies: [
                "AnalyzerKit", "Charsets", "Corpora", "Discourse", "English", "Entities", "Ingest",
                "LanguageIdentification", "Linguistics", "Processing", "Quotes", "References", "Sentiment",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Benchmarks/Accuracy"),
        .target(name: "AnalyzerKit", dependencies: ["Discourse", "English", "Linguistics"]),
        .testTarget(name: "AnalyzerKitTests", dependencies: ["AnalyzerKit", "AnalyzerTesting", "Linguistics"]),
        .target(
            name: "AnalyzerTesting",
            dependencies: ["AnalyzerKit", "Linguistics", "OrderedJSON", "Reporting"]),
        .testTarget(name: "AnalyzerTestingTests", dependencies: ["AnalyzerKit", "AnalyzerTesting", "Linguistics"]),
        .target(name: "Archives", dependencies: ["CArchive"]),
        .testTarget(name: "ArchivesTests", dependencies: ["Archives", "TestSupport"]),
        .target(name: "CArchive"),
        .target(name: "CCharsetModel", exclude: ["letters.tsv"]),
        .target(name: "CArticleModel", exclude: ["class-words.txt", "page-words.txt", "phrases.txt", "weights.txt"]),
        .target(name: "CConverter"),
        .target(
            name: "CEntitiesModel", path: "Plugins/Entities/Model",
            exclude: ["given-names.README", "lexicon.bin", "network.bin"]),
        .target(
            name: "CEnglish", path: "Sources/English/Data", exclude: ["countries.tsv", "nicknames.txt", "words.tsv"]),
        .systemLibrary(name: "CGcrypt", pkgConfig: "libgcrypt", providers: [.apt(["libgcrypt20-dev"])]),
        .target(name: "CHTMLNames", exclude: ["names.tsv"]),
        .target(name: "CLanguageModel", exclude: ["language.model"]),
        .target(name: "CLinux"),
        .target(name: "Compression", dependencies: ["CZstd"]),
        .testTarget(name: "CompressionTests", dependencies: ["Compression"]),
        .target(name: "CPageStyle", exclude: ["colours.css", "page.css"]),
        .target(name: "Charsets", dependencies: ["CCharsetModel"]),
        .testTarget(name: "CharsetsTests", dependencies: ["Charsets", "TestSupport"], exclude: ["Texts"]),
        .target(name: "Corpora", path: "Benchmarks/Corpora"),
        .executableTarget(
            name: "copydesk",
            dependencies: [
                "AnalyzerKit", "Archives", "CLinux", "Discourse", "Entities", "Exports", "Ingest", "Library",
                "Linguistics", "OrderedJSON", "Processing", "Quotes", "ReadingRoom", "References", "Rendering",
                "Reporting", "Sentiment", "Spool", "Supervision", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "FlyingSocks", package: "FlyingFox"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Yams", package: "Yams"),
            ],
            // Nobody looks a symbol of the program up by its name: the table of them has 2 MB.
            linkerSettings: [
                .unsafeFlags(["-Xlinker", "--no-export-dynamic"], .when(configuration: .release))
            ]),
        .testTarget(
            name: "copydeskTests",
            dependencies: [
                "AnalyzerKit", "AnalyzerTesting", "Compression", "copydesk", "Corpora", "Entities", "Library",
                "Processing", "References", "Reporting", "Spool", "Supervision", "TestSupport", "Wire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Foreign", "check-answers.py", "check-reports.py", "complete.py"]),
        // Its kernels are many times slower without optimization, too slow for tests of whole documents.
        .target(name: "CReadingRoom", exclude: ["openapi.json", "room.css"]),
        .target(
            name: "CReader", exclude: ["reader.bin", "stance.bin"],
            cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),
        .target(name: "CQuotesModel", path: "Plugins/Quotes/Model", exclude: ["confidence.tsv", "ranker.tsv"]),
        .target(name: "CSandbox", linkerSettings: [.linkedLibrary("seccomp")]),
        .target(name: "CSentimentModel", path: "Plugins/Sentiment/Model"),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .target(name: "CWireWords", exclude: ["holds.txt", "mail.txt", "words.tsv"]),
        .systemLibrary(name: "CXML", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "Digest", dependencies: ["CGcrypt"]),
        .target(
            name: "Discourse",
            dependencies: ["English", "Linguistics", .product(name: "Algorithms", package: "swift-algorithms")]),
        .testTarget(
            name: "DiscourseTests", dependencies: ["Corpora", "Discourse", "Linguistics", "TestSupport"],
            exclude: ["Blocks/dev.jsonl", "Blocks/test.jsonl"]),
        .target(name: "English", dependencies: ["CEnglish", "Linguistics"], exclude: ["Data"]),
        .testTarget(name: "EnglishTests", dependencies: ["English", "Linguistics"]),
        .target(
            name: "Entities",
            dependencies: ["AnalyzerKit", "CEntitiesModel", "Discourse", "English", "Linguistics", "Reader"],
            path: "Plugins/Entities", exclude: ["Model", "README.md"], sources: ["Sources"]),
        .executableTarget(
            name: "entity-features", dependencies: ["AnalyzerKit", "Corpora", "English", "Entities", "Linguistics"],
            path: "Training/Entities/Features"),
        .testTarget(
            name: "EntitiesTests",
            dependencies: [
                "AnalyzerKit", "AnalyzerTesting", "CEntitiesModel", "Corpora", "CReader", "English", "Entities",
                "Linguistics", "Reader", "TestSupport",
            ],
            exclude: ["Hard"]),
        .target(name: "Exports", dependencies: ["English", "Linguistics", "OrderedJSON", "Reporting"]),
        .testTarget(
            name: "ExportsTests", dependencies: ["Exports", "Reporting", "TestSupport"], exclude: ["check.py"]),
        .executableTarget(
            name: "extraction-features", dependencies: ["Ingest"], path: "Training/Extraction/Features"),
        .executableTarget(
            name: "faulty-worker", dependencies: ["AnalyzerKit", "Linguistics", "Processing", "Wire"],
            path: "Tests/FaultyWorker"),
        .target(name: "HTML", dependencies: ["CHTMLNames", "Linguistics"]),
        .testTarget(name: "HTMLTests", dependencies: ["HTML", "TestSupport"]),
        .target(
            name: "Ingest",
            dependencies: [
                "AnalyzerKit", "Archives", "CArticleModel", "Charsets", "CWireWords", "Digest", "Discourse",
                "English", "HTML", "LanguageIdentification", "Linguistics", "XML",
            ]),
        .testTarget(
            name: "IngestTests",
            dependencies: [
                "AnalyzerKit", "Compression", "Corpora", "Discourse", "Entities", "Ingest", "Linguistics", "Quotes",
                "References", "TestSupport",
            ],
            exclude: ["Fixtures", "Office/Fixtures", "PDF/Fixtures", "Pages", "Transcripts"]),
        .target(name: "LanguageIdentification", dependencies: ["CLanguageModel", "Linguistics"]),
        .testTarget(name: "LanguageIdentificationTests", dependencies: ["LanguageIdentification", "TestSupport"]),
        .target(
            name: "Library",
            dependencies: [
                "CLinux", "Compression", "Digest", "Reporting", "Spool", "Supervision",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .executableTarget(
            name: "library-benchmark",
            dependencies: ["AnalyzerTesting", "Library", .product(name: "SystemPackage", package: "swift-system")],
            path: "Benchmarks/Library"),
        .testTarget(
            name: "LibraryTests",
            dependencies: [
                "AnalyzerTesting", "Compression", "Library", "Spool", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "SystemPackage", package: "swift-system"),
            ], exclude: ["Schemas"]),
        .target(
            name: "Linguistics", dependencies: [.product(name: "Algorithms", package: "swift-algorithms")]),
        .testTarget(name: "LinguisticsTests", dependencies: ["English", "Linguistics"], exclude: ["Sentences"]),
        .target(name: "OrderedJSON"),
        .testTarget(name: "OrderedJSONTests", dependencies: ["OrderedJSON"]),
        .target(
            name: "Processing",
            dependencies: [
                "AnalyzerKit", "CConverter", "CLinux", "Compression", "CSandbox", "Ingest", "Linguistics",
                "OrderedJSON", "Reporting", "Wire",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(name: "ProcessingTests", dependencies: ["CLinux", "Ingest", "Processing"]),
        .target(
            name: "Quotes",
            dependencies: [
                "AnalyzerKit", "CQuotesModel", "Discourse", "English", "Entities", "Linguistics", "References",
                .product(name: "Algorithms", package: "swift-algorithms"),
            ],
            path: "Plugins/Quotes", exclude: ["Model", "README.md"], sources: ["Sources"]),
        .executableTarget(
            name: "quote-features",
            dependencies: ["AnalyzerKit", "Entities", "Linguistics", "Quotes", "References"],
            path: "Training/Quotes/Features"),
        .testTarget(
            name: "QuotesTests",
            dependencies: ["AnalyzerKit", "Entities", "Linguistics", "Quotes", "References", "TestSupport"],
            exclude: ["Articles", "Hard"]),
        .target(
            name: "Reader",
            dependencies: ["CReader", "Linguistics", .product(name: "Algorithms", package: "swift-algorithms")]),
        .testTarget(
            name: "ReaderTests", dependencies: ["AnalyzerTesting", "CReader", "English", "Linguistics", "Reader"],
            exclude: ["Fixtures"]),
        .target(
            name: "ReadingRoom",
            dependencies: [
                "CReadingRoom", "Digest", "Library", "OrderedJSON", "Rendering", "Reporting", "Spool",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(
            name: "ReadingRoomTests",
            dependencies: [
                "Library", "OrderedJSON", "ReadingRoom", "Spool", "TestSupport", "XML",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "References",
            dependencies: [
                "AnalyzerKit", "Discourse", "English", "Entities", "Linguistics",
                .product(name: "Algorithms", package: "swift-algorithms"),
            ],
            path: "Plugins/References", exclude: ["README.md"], sources: ["Sources"]),
        .testTarget(
            name: "ReferencesTests",
            dependencies: ["AnalyzerKit", "Entities", "Linguistics", "References", "TestSupport"]),
        .target(name: "Rendering", dependencies: ["CPageStyle", "Digest", "Linguistics", "Reporting"]),
        .testTarget(
            name: "RenderingTests", dependencies: ["Digest", "Rendering", "Reporting", "TestSupport", "XML"]),
        .target(
            name: "Reporting", dependencies: ["AnalyzerKit", "Compression", "Discourse", "Linguistics", "OrderedJSON"]),
        .testTarget(
            name: "ReportingTests",
            dependencies: ["AnalyzerKit", "AnalyzerTesting", "Linguistics", "Reporting"]),
        .target(
            name: "Sentiment",
            dependencies: [
                "AnalyzerKit", "CSentimentModel", "Discourse", "English", "Entities", "Linguistics", "Quotes", "Reader",
                "References",
            ],
            path: "Plugins/Sentiment", exclude: ["Model", "README.md"], sources: ["Sources"]),
        .executableTarget(
            name: "sentiment-examples",
            dependencies: ["AnalyzerKit", "Corpora", "Entities", "Linguistics", "Quotes", "References", "Sentiment"],
            path: "Training/Sentiment/Examples"),
        .testTarget(
            name: "SentimentTests",
            dependencies: [
                "AnalyzerKit", "Corpora", "Entities", "Linguistics", "Quotes", "References", "Sentiment",
                "TestSupport",
            ]),
        .target(
            name: "Spool",
            dependencies: [
                "CLinux", "Compression", "Digest",
                .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .testTarget(
            name: "SpoolTests",
            dependencies: [
                "AnalyzerKit", "AnalyzerTesting", "Compression", "Digest", "Linguistics", "Reporting", "Spool",
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(
            name: "Supervision",
            dependencies: [
                "CLinux", "CSystemd", "OrderedJSON", "Spool", "Wire",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        .testTarget(
            name: "SupervisionTests",
            dependencies: [
                "AnalyzerTesting", "CLinux", "faulty-worker", "Library", "Spool", "Supervision", "Wire",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SystemPackage", package: "swift-system"),
            ]),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .executableTarget(
            name: "train-language",
            dependencies: ["LanguageIdentification", .product(name: "Algorithms", package: "swift-algorithms")],
            path: "Training/Language/Trainer"),
        .executableTarget(
            name: "train-quote-ranker",
            dependencies: ["AnalyzerKit", "Corpora", "Entities", "Linguistics", "Quotes", "References"],
            path: "Training/Quotes/Ranker"),
        .target(name: "Wire", dependencies: ["OrderedJSON"]),
        .testTarget(name: "WireTests", dependencies: ["AnalyzerTesting", "Wire"]),
        .target(name: "XML", dependencies: ["CXML", "HTML"]),
        .testTarget(name: "XMLTests", dependencies: ["TestSupport", "XML"]),
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
                "AnalyzerKit", "Charsets", "Discourse", "English", "Entities", "Ingest", "Linguistics", "Quotes",
                "References", "Reporting", "Sentiment", "TestSupport", "Wire",
            ],
            path: "Fuzz/Sources"))
}

let targetsInC = [
    "CArchive", "CArticleModel", "CCharsetModel", "CConverter", "CEnglish", "CEntitiesModel", "CHTMLNames",
    "CLanguageModel", "CLinux", "CPageStyle", "CQuotesModel", "CReader", "CReadingRoom", "CSandbox",
    "CSentimentModel", "CWireWords",
]
for target in package.targets where target.type != .system && !targetsInC.contains(target.name) {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
        // Types' metadata are made from what the compiler knows, not found by name: for that the runtime looks through all conformances of the
        // program, a third of a start's instructions (docs/PERFORMANCE.md, The start).
        .unsafeFlags(
            ["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"], .when(configuration: .release)),
    ]
}

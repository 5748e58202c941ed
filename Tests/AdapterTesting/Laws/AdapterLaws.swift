package import Adapters
import AgentsCore

/// What must hold for every shape of a registry and every document, whatever the document holds.
///
/// Each law takes one document and gives a description of how it is broken, or nothing. None of them needs a test to run
/// in, so a fuzzer can use them as well; tests use the wrappers in `AdapterLaws+Expectations.swift`. A document that is
/// refused keeps the laws about records without more ado, so a test must know how many documents are not.
///
/// Converters are kept and used again, as a worker would; `independence` is the law that this makes no difference.
///
/// ```swift
/// let laws = AdapterLaws(registry, members: [DreamMachine.generation.fullName: ["type": ["generation_type"]]])
/// for fixture in Fixture.records { laws.expectAll(fixture.bytes) }
/// ```
package final class AdapterLaws {
    /// The shapes under test.
    package let registry: AdapterRegistry
    /// For each shape the paths of the wire members behind a canonical one, where they are called otherwise.
    ///
    /// Stated apart from the tables: it is what the losses are compared with. For the outputs of a type the canonical
    /// name is `output.` and the type.
    let members: [String: [String: [String]]]
    /// For each shape the words of members, by their paths, that its canonical type says less exactly.
    ///
    /// Stated apart from the tables, too.
    let inexactTypes: [String: [String: [String]]]
    private var workers: [Route: Worker] = [:]

    /// Creates the laws for the shapes of a registry.
    package init(
        _ registry: AdapterRegistry, members: [String: [String: [String]]],
        inexactTypes: [String: [String: [String]]] = [:]
    ) {
        self.registry = registry
        self.members = members
        self.inexactTypes = inexactTypes
    }

    /// Members of a canonical record other than `output` and `provenance`.
    static let scalars = ["id", "type", "state", "model", "created_at", "failure_reason", "failure_code"]

    /// The codes of contract and documentation: no other may come up.
    package static let codes: Set<String> = [
        "not_json", "not_utf8", "too_deep", "too_large", "too_many_values", "duplicate_key", "lone_surrogate",
        "not_a_generation", "unknown_shape", "ambiguous_shape", "wrong_type", "bad_value",
    ]

    /// All laws that hold for any document.
    ///
    /// - Returns: How they are broken; nothing if they are kept.
    package func violations(of document: [UInt8]) -> [String] {
        let laws = [
            totality(document), roundTrip(document), stability(document), independence(document),
            directness(document), lossesAreReal(document), lossPaths(document),
        ]
        return laws.compactMap { $0 }
    }

    /// Whether a document is a record, or holds nothing but records.
    package func accepts(_ document: [UInt8]) -> Bool {
        let conversion = convert([document])
        return conversion.isComplete && conversion.written > 0
    }
}

// MARK: - Converting

extension AdapterLaws {
    /// From what to what a converter converts.
    struct Route: Hashable {
        var source = Source.any
        var target = Target.canonical
        /// Whether batches and lists are built again.
        var isWayBack = false
    }

    /// Which documents are taken.
    enum Source: Hashable {
        case any
        case canonical
        case shape(String)
    }

    /// What they become.
    enum Target: Hashable, CustomStringConvertible {
        case canonical
        case bare
        case shape(String)
        case dialect(String)

        var description: String {
            switch self {
            case .canonical: "canonical"
            case .bare: "bare"
            case .shape(let name), .dialect(let name): name
            }
        }
    }

    private final class Worker {
        var converter: Converter

        init(_ converter: consuming Converter) {
            self.converter = converter
        }
    }

    /// Converts documents with the converter of a route.
    func convert(_ documents: [[UInt8]], _ route: Route = Route()) -> Conversion {
        let worker = workers[route] ?? Worker(converter(route))
        var result = worker.converter.convert(documents)
        let pending = worker.converter.pending()
        if let pending { result.refusals.append(pending) }
        // An incomplete batch would wait for its items in the next document.
        workers[route] = pending == nil ? worker : nil
        return result
    }

    private func converter(_ route: Route) -> Converter {
        let source: ConversionSource =
            switch route.source {
            case .any: .any
            case .canonical: .dialect(.agents)
            case .shape(let name): shape(name).map { .shape($0) } ?? .any
            }
        let target: ConversionTarget =
            switch route.target {
            case .canonical: .canonical
            case .bare: .bare
            case .shape(let name): shape(name).map { .shape($0) } ?? .canonical
            case .dialect(let name): registry.dialects.first { "\($0)" == name }.map { .dialect($0) } ?? .canonical
            }
        return Converter(registry, from: source, to: target, rebuildsEnvelopes: route.isWayBack)
    }

    private func shape(_ name: String) -> WireShape? {
        registry.shapes.first { $0.fullName == name }
    }

    /// Everything that a record can be turned into: every shape, and the plain Agents record.
    var targets: [Target] {
        registry.shapes.map { .shape($0.fullName) } + [.bare]
    }
}

// MARK: - Reading lines

extension AdapterLaws {
    /// A canonical line, as bytes and as a value.
    struct Line: Sendable {
        let bytes: [UInt8]
        let tree: JSONTree

        /// Names of the members that were computed.
        var derived: Set<String> {
            Set(tree.value(at: "provenance.derived")?.elements?.compactMap(\.text) ?? [])
        }

        /// The dialect that it came from.
        var dialect: String { tree.value(at: "provenance.dialect")?.text ?? "" }

        /// The full name of the shape that it came from.
        var shape: String { "\(dialect):\(tree.value(at: "provenance.shape")?.text ?? "")" }
    }

    /// The canonical lines of a document; none if any part of it is refused, or if a line is no JSON.
    func lines(_ document: [UInt8]) -> [Line] {
        let conversion = convert([document])
        guard conversion.isComplete else { return [] }
        return conversion.lines.compactMap(Self.line)
    }

    static func line(_ bytes: [UInt8]) -> Line? {
        (try? JSONTree(bytes)).map { Line(bytes: bytes, tree: $0) }
    }
}

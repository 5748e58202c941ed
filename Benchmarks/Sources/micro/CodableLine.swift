import Foundation

/// A canonical record as `Codable` has it: known members, numbers as `Double`.
struct CodableGeneration: Codable, Equatable {
    struct Output: Codable, Equatable {
        var type: String
        var url: String
    }

    var id: String
    var type: String?
    var state: String?
    var model: String?
    var createdAt: String?
    var output: [Output]?
    var failureReason: String?
    var failureCode: String?

    enum CodingKeys: String, CodingKey {
        case id, type, state, model, output
        case createdAt = "created_at"
        case failureReason = "failure_reason"
        case failureCode = "failure_code"
    }
}

/// A canonical record with what is left of the legacy one, so that it can be turned back.
struct CodableLine<Wire: CodableWire>: Codable {
    var generation: CodableGeneration
    /// The legacy record without the members that the canonical one carries.
    var residue: Wire

    init(_ wire: Wire) {
        generation = wire.canonical
        residue = wire.withoutCanonical
    }

    /// The legacy record again.
    var wire: Wire { residue.filled(from: generation) }
}

/// A legacy record as `Codable` has it.
protocol CodableWire: Codable {
    /// The canonical record that it stands for.
    var canonical: CodableGeneration { get }
    /// It without what the canonical record carries.
    var withoutCanonical: Self { get }

    /// It with what a canonical record carries.
    func filled(from generation: CodableGeneration) -> Self
}

/// Times as the legacy APIs spell them.
enum CodableTime {
    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    /// RFC 3339 text from seconds.
    static func text(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(style)
    }

    /// Seconds from RFC 3339 text.
    static func seconds(_ text: String) -> Double? {
        (try? style.parse(text))?.timeIntervalSince1970
    }
}

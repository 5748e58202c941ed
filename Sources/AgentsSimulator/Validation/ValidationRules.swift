import AgentsCore

/// The rules for a request, in the order in which they are checked.
///
/// The order is not documented. This one answers every pair of request and error in the documentation as printed there.
///
/// Source: Luma Agents API, documentation of error handling (2026); schema of `luma_agents` 0.5.0.
enum ValidationRules {
    /// All rules, by subject.
    static let all: [ValidationRule] =
        schema + model + prompt + shape + source + images + references + video + edit + combinations + keyframes
        + extensions + reframing + style + layering

    /// Checks a request.
    ///
    /// - Parameter request: The request.
    /// - Throws: ``Rejection`` of the first rule that it breaks.
    static func check(_ request: CreateRequest) throws(Rejection) {
        for rule in all {
            if let rejection = rule.rejection(of: request) { throw rejection }
        }
    }
}

extension String {
    /// As much of a caller's word as an answer repeats.
    var echoed: String {
        utf8.count <= 200 ? self : String(decoding: utf8.prefix(200), as: UTF8.self) + "…"
    }
}

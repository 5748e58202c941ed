import AgentsCore

/// A legacy request under every policy at once.
///
/// It is translated once, with everything done that can be: which rows applied does not depend on the policy, only whether
/// they are allowed does.
package struct RequestAssessment: Sendable {
    /// How near a translation is to what was asked for.
    package enum Nearness: String, Sendable, Equatable, CaseIterable {
        /// Nothing of the request is lost.
        case exact
        /// Sent, with entries in the ledger.
        case approximated
        /// Not sent.
        case refused
    }

    /// The translation; nothing if no policy allows it.
    package let translated: TranslatedRequest?
    /// Why no policy allows it.
    package let failure: Failure?
    /// The rows that applied with a loss, or the one that refuses the request, and the members they applied to.
    let causes: [(row: RequestRow, path: FieldPath)]

    /// Assesses a request.
    ///
    /// - Parameters:
    ///   - body: The legacy request.
    ///   - shape: How requests of its operation are translated.
    ///   - rows: The rows of that shape by their keys.
    ///   - policy: A policy whose models and prompt are used; what it allows is not.
    init(_ body: [UInt8], _ shape: RequestShape, rows: [String: RequestRow], policy: TranslationPolicy) {
        var permissive = policy
        permissive.near = .apply
        permissive.meaning = .apply
        permissive.rows = [:]
        do throws(Failure) {
            let translated = try shape.translate(body, policy: permissive)
            self.translated = translated
            failure = nil
            causes = translated.losses.compactMap { loss in rows[loss.rule].map { ($0, loss.path) } }
        } catch {
            translated = nil
            failure = error
            causes = error.rule.flatMap { rows[$0] }.map { [($0, error.path ?? .root)] } ?? []
        }
    }

    /// Takes a request for which there is no translation.
    init(refusedFor failure: Failure) {
        translated = nil
        self.failure = failure
        causes = []
    }

    /// How near the translation is under a policy.
    package func nearness(under policy: TranslationPolicy) -> Nearness {
        if translated == nil || causes.contains(where: { policy.verdict(on: $0.row) == .refuse }) { return .refused }
        return causes.isEmpty ? .exact : .approximated
    }
}

extension RequestShape {
    /// The rows by their keys.
    var rowsByKey: [String: RequestRow] {
        Dictionary(rows.map { ($0.key, $0) }) { first, _ in first }
    }
}

import AdapterTesting
import Adapters
import AgentsCore

/// The laws of every request translation.
///
/// A body is refused, or what is sent is valid; and every member of it is either carried exactly or in the ledger, never
/// both and never neither.
struct RequestLaws {
    /// What a member of the legacy request becomes, said by somebody who has not read the tables.
    typealias Carriage = @Sendable (_ path: String, _ value: JSONTree, _ source: JSONTree, _ sent: JSONTree) -> Bool?

    let shape: RequestShape
    /// Members that hold further members, with all indexes alike, and `*` for keys that are the caller's.
    let containers: Set<String>
    /// Whether a member is carried exactly; nothing if it is no member of the legacy request at all.
    let isCarried: Carriage

    /// How a translation breaks a law, and what came of it.
    func check(_ body: [UInt8], policy: TranslationPolicy) -> (
        violation: String?, outcome: Result<TranslatedRequest, Failure>
    ) {
        let outcome: Result<TranslatedRequest, Failure>
        do throws(Failure) {
            outcome = .success(try shape.translate(body, policy: policy))
        } catch {
            outcome = .failure(error)
        }
        switch outcome {
        case .success(let translated): return (violation(of: translated, body), outcome)
        case .failure(let failure): return (violation(of: failure, body), outcome)
        }
    }

    private func violation(of failure: Failure, _ body: [UInt8]) -> String? {
        if let refusal = shape.refusal {
            let isRefusal = failure.code == .notImplemented && failure.message == refusal.reason
            return isRefusal ? nil : "it is refused as \(failure.code): \(failure.message)"
        }
        guard let tree = try? JSONTree(body) else {
            return failure.code == .malformed ? nil : "text that is no document is \(failure.code)"
        }
        let codes: [Failure.Code] = [.malformed, .badRequest, .notImplemented]
        if !codes.contains(failure.code) { return "the code is \(failure.code)" }
        if failure.message.isEmpty { return "no message" }
        guard failure.code == .malformed, let path = failure.path, !path.isRoot, let value = tree.value(at: "\(path)")
        else {
            return nil
        }
        if failure.fault == nil { return "no word for the fault at \(path)" }
        return value.isNull || failure.input == String("\(value)".prefix(200))
            ? nil : "the input at \(path) is \(failure.input ?? "–")"
    }

    private func violation(of translated: TranslatedRequest, _ body: [UInt8]) -> String? {
        guard let source = try? JSONTree(body) else { return "text that is no document is translated" }
        guard let sent = try? JSONTree(translated.request.json()) else { return "what is sent is no document" }
        if translated.body != "\(source)" { return "the body is not verbatim" }
        if let rule = UpstreamRules(sent).violations.first { return "the Agents API would refuse it: \(rule)" }
        var left = Dictionary(grouping: translated.losses, by: \.path)
        if let twice = left.first(where: { $0.value.count > 1 }) { return "\(twice.key) is lost twice" }
        for (path, value) in members(source) {
            let loss = left.removeValue(forKey: path)?.first
            let carried = value.isNull ? nil : isCarried(plain(path), value, source, sent)
            if let fault = fault(loss, carried, value) { return "\(path): \(fault)" }
        }
        for (path, losses) in left where losses[0].kind != .defaulted || losses[0].from != nil {
            return "\(path) is lost, but there is no such member"
        }
        return nil
    }

    private func fault(_ loss: Loss?, _ carried: Bool?, _ value: JSONTree) -> String? {
        guard let loss else {
            // `null` is the same as absent where the member is known.
            if value.isNull { return nil }
            return carried == true ? nil : "neither carried nor lost"
        }
        if carried == true { return "carried and lost" }
        if !shape.rows.contains(where: { $0.key == loss.rule && $0.loss == loss.kind }) { return "no row \(loss.rule)" }
        let isScalar = value.members == nil && value.elements == nil
        let from = loss.kind == .defaulted && value.isNull ? nil : isScalar ? "\(value)" : nil
        return loss.from == from ? nil : "from \(loss.from ?? "–")"
    }

    /// The members of a request, down to those that hold no further ones.
    private func members(_ tree: JSONTree, at path: FieldPath = .root) -> [(FieldPath, JSONTree)] {
        tree.children.enumerated().flatMap { index, child -> [(FieldPath, JSONTree)] in
            let own = path.appending(tree.elements == nil ? .key(child.key.text) : .index(index))
            let isContainer =
                containers.contains(plain(own)) && (child.value.members ?? child.value.elements.map { _ in [] }) != nil
            return isContainer ? members(child.value, at: own) : [(own, child.value)]
        }
    }

    /// A path with all indexes alike, and all keys that are the caller's.
    private func plain(_ path: FieldPath) -> String {
        var steps: [FieldPath.Component] = []
        for component in path.components {
            if case .index = component {
                steps.append(.index(0))
            } else {
                let isCallers = containers.contains(FieldPath(steps + [.key("*")]).description)
                steps.append(isCallers ? .key("*") : component)
            }
        }
        return FieldPath(steps).description
    }
}

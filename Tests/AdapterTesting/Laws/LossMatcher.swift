import Adapters
import AgentsCore

/// Takes the reported losses one by one off a list, as the comparison of two records finds that they are real.
struct LossMatcher {
    private var left: [Loss]
    private let names: [String: [String]]
    private let source: JSONTree?
    private let derived: Set<String>
    private var found: [String] = []

    /// Creates a list of the reported losses.
    ///
    /// - Parameters:
    ///   - losses: What was reported.
    ///   - names: What canonical members are called in the source.
    ///   - source: The source as it was before it was normalised: values are told as it spells them.
    ///   - derived: Members that were computed: no value of the source stands behind them.
    init(_ losses: [Loss], names: [String: [String]], source: JSONTree?, derived: Set<String>) {
        self.source = source
        self.derived = derived
        left = losses
        self.names = names
    }

    /// How what was reported differs from what is real; nothing if it does not.
    var violation: String? {
        let unreal = left.map { "reports a loss that is none: \($0.kind) \($0.path)" }
        let all = found + unreal
        return all.isEmpty ? nil : all.joined(separator: "; ")
    }

    /// Takes off the loss of a canonical member.
    mutating func expect(
        _ kind: Loss.Kind, _ name: String, or other: String? = nil, suffix: String = "", from: JSONTree?, to: JSONTree?
    ) {
        let paths = ((names[name] ?? [name]) + [other].compactMap { $0 }).map { $0 + suffix }
        guard let index = left.firstIndex(where: { $0.kind == kind && paths.contains("\($0.path)") }) else {
            found.append("does not report \(kind) \(paths.joined(separator: " or "))")
            return
        }
        let loss = left.remove(at: index)
        let spelled = source?.value(at: "\(loss.path)").flatMap { $0.members == nil && $0.elements == nil ? $0 : nil }
        // Where the source has the target's own word, what it means is what was lost.
        let from = derived.contains(name) || (kind == .approximated && spelled == to) ? from : spelled ?? from
        let isScalar = from.map { $0.members == nil && $0.elements == nil } ?? true
        if loss.from.flatMap(Self.tree) != (isScalar ? from : nil) {
            found.append("\(loss.path) from \(loss.from ?? "nothing")")
        }
        if loss.to.flatMap(Self.tree) != to { found.append("\(loss.path) to \(loss.to ?? "nothing")") }
    }

    private static func tree(_ json: String) -> JSONTree? {
        try? JSONTree(json.utf8)
    }

    /// Takes off the members that only the target misses: the rendered document must do without them.
    mutating func expectDefaulted(missingIn rendered: JSONTree) {
        var seen: Set<String> = []
        for loss in left where loss.kind == .defaulted {
            if rendered.value(at: "\(loss.path)") != nil { found.append("\(loss.path) is not missing") }
            if !seen.insert("\(loss.path)").inserted { found.append("reports \(loss.path) twice") }
        }
        left.removeAll { $0.kind == .defaulted }
    }

    /// Takes off the members of a residue: each value must be named once, by itself or with what is around it.
    mutating func expectResidue(_ residue: JSONTree) {
        for member in residue.members ?? [] { cover(member.value, JSONTree.Path(member.key)) }
    }

    private mutating func cover(_ value: JSONTree, _ path: JSONTree.Path) {
        let index = left.firstIndex { $0.kind == .dropped && path.isSpelled("\($0.path)") }
        if let index {
            let loss = left.remove(at: index)
            let isScalar = value.members == nil && value.elements == nil
            if loss.from.flatMap(Self.tree) != (isScalar ? value : nil) {
                found.append("\(loss.path) from \(loss.from ?? "")")
            }
            return
        }
        // In the list of outputs an empty object stands for an item of which nothing is left.
        if path.isOutput && value.members?.isEmpty == true { return }
        if value.children.isEmpty {
            found.append("does not report dropped \(path.plain)")
            return
        }
        for (index, child) in value.children.enumerated() {
            cover(child.value, value.elements == nil ? path.appending(child.key) : path.appending(index))
        }
    }
}

package import AgentsCore

/// What counts when two records are compared.
package struct ComparisonRules: Sendable {
    /// Members that do not count, with all that they hold.
    package var ignored: [FieldPath] = []
    /// The members that count, with all that they hold; all if there are none.
    package var only: [FieldPath] = []
    /// Arrays that are compared as one value.
    package var undivided: Set<FieldPath> = []
    /// Whether links to one file are the same, whoever signed them and when.
    package var ignoresSignatures = false

    /// Counts everything.
    package init() {}

    /// How the value at a path counts.
    enum Weight {
        /// It does, with all that it holds.
        case whole
        /// It does, and something that it may hold does not.
        case partly
        /// Only something that it may hold does.
        case inside
        /// It does not.
        case none
    }

    func weight(of path: FieldPath) -> Weight {
        var isWhole = true
        for rule in ignored {
            switch path.relation(to: rule) {
            case .within: return .none
            case .above: isWhole = false
            case .apart: break
            }
        }
        if only.isEmpty { return isWhole ? .whole : .partly }
        let relations = only.map { path.relation(to: $0) }
        if relations.contains(.within) { return isWhole ? .whole : .partly }
        return relations.contains(.above) ? .inside : .none
    }
}

extension FieldPath {
    /// Where a path stands to that of a rule.
    fileprivate enum Relation {
        case within, above, apart
    }

    /// A rule that names no index holds for every element: `output.url` is the URL of each output.
    fileprivate func relation(to rule: FieldPath) -> Relation {
        var rest = rule.components[...]
        for component in components {
            guard let next = rest.first else { return .within }
            if component == next {
                rest.removeFirst()
            } else if case .index = component {
                if case .index = next { return .apart }
            } else {
                return .apart
            }
        }
        return rest.isEmpty ? .within : .above
    }
}

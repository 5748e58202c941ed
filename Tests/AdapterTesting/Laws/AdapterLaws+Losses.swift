import Adapters
import AgentsCore

extension AdapterLaws {
    /// A loss is reported if, and only if, it is real, for every shape that a document can be turned into.
    ///
    /// The document is turned into the other shape, read again, and compared member by member with what it was, without
    /// the help of the code that found the losses.
    ///
    /// - Returns: How the law is broken.
    package func lossesAreReal(_ document: [UInt8]) -> String? {
        for line in lines(document) {
            for target in foreignTargets(of: line) {
                if let violation = lossesAreReal(line, target) {
                    return "\(line.shape) to \(target): \(violation), of \(line.bytes.text)"
                }
            }
        }
        return nil
    }

    private func foreignTargets(of line: Line) -> [Target] {
        targets.filter { $0 != .shape(line.shape) }
    }

    private func lossesAreReal(_ line: Line, _ target: Target) -> String? {
        let conversion = convert([line.bytes], Route(source: .canonical, target: target))
        if let error = conversion.refusals.first { return "refused (\(error))" }
        guard conversion.lines.count == 1, let rendered = try? JSONTree(conversion.lines[0]) else {
            return "gave no single document, but \(conversion.output.text)"
        }
        let shape = target == .bare ? Agents.generation.fullName : target.description
        let again = convert([conversion.lines[0]], Route(source: .shape(shape)))
        guard let back = again.lines.first.flatMap({ try? JSONTree($0) }) else {
            return "gave \(rendered), which is not one of its shape: \(again.refusals)"
        }
        let way = Route(source: .canonical, target: .dialect(line.dialect))
        let source = convert([line.bytes], way).lines.first.flatMap { try? JSONTree($0) }
        var ledger = LossMatcher(conversion.losses, names: names(line), source: source, derived: Set(line.derived))
        compareScalars(line.tree, back, &ledger)
        compareOutputs(line.tree, back, &ledger)
        compareTypes(line, back, &ledger)
        if let residue = line.tree.value(at: "provenance.residue") { ledger.expectResidue(residue) }
        ledger.expectDefaulted(missingIn: rendered)
        return ledger.violation.map { "\($0), while this came out: \(rendered)" }
    }

    /// The paths that a loss of a canonical member may have.
    private func names(_ line: Line) -> [String: [String]] {
        var names = members[line.shape] ?? [:]
        for member in line.derived { names[member] = [member] }
        return names
    }

    // MARK: Members

    private func compareScalars(_ line: JSONTree, _ back: JSONTree, _ ledger: inout LossMatcher) {
        for name in Self.scalars {
            guard let value = line[name] else { continue }
            let found = back[name]
            if found == value || (value.isNull && found == nil) { continue }
            if name == "created_at", let text = found?.text,
                value.text.flatMap({ Moment($0) })?.isSame(as: text) == true
            {
                continue
            }
            if let found, !found.isNull {
                ledger.expect(.approximated, name, from: value, to: found)
            } else {
                ledger.expect(.dropped, name, from: value, to: nil)
            }
        }
    }

    /// A word that the canonical type says less exactly is a loss wherever the type is said.
    private func compareTypes(_ line: Line, _ back: JSONTree, _ ledger: inout LossMatcher) {
        guard let type = back["type"], !type.isNull else { return }
        for (path, words) in inexactTypes[line.shape] ?? [:] {
            guard let word = line.tree.value(at: "provenance.residue.\(path)"), let text = word.text,
                words.contains(text)
            else { continue }
            ledger.expect(.approximated, path, from: word, to: type)
        }
    }

    /// Compares outputs without regard to their order: legacy shapes have one place for each type.
    private func compareOutputs(_ line: JSONTree, _ back: JSONTree, _ ledger: inout LossMatcher) {
        var left = back["output"]?.elements ?? []
        for (index, item) in (line["output"]?.elements ?? []).enumerated() {
            let name = "output.\(item["type"]?.text ?? "")"
            let same = left.firstIndex {
                $0["type"]?.text == item["type"]?.text && $0["url"]?.text == item["url"]?.text
            }
            guard let same else {
                ledger.expect(.dropped, name, or: "output[\(index)]", from: item["url"], to: nil)
                continue
            }
            if let layer = item["layer"], left[same]["layer"] != layer {
                ledger.expect(.dropped, name, or: "output[\(index)]", suffix: ".layer", from: layer, to: nil)
            }
            left.remove(at: same)
        }
    }

    // MARK: Paths

    /// The paths of losses are those of the source document.
    ///
    /// - Returns: How the law is broken.
    package func lossPaths(_ document: [UInt8]) -> String? {
        guard let tree = try? JSONTree(document) else { return nil }
        for (index, line) in lines(document).enumerated() {
            let known = sourcePaths(of: tree, line, index).union(line.derived)
            for target in foreignTargets(of: line) {
                let losses = convert([line.bytes], Route(source: .canonical, target: target)).losses
                for loss in losses where loss.kind != .defaulted && !known.contains("\(loss.path)") {
                    return "to \(target): \(loss.kind) \(loss.path), but there is no such member in "
                        + minified(document).text
                }
            }
        }
        return nil
    }

    /// The paths in a document, or in the item of it that a line was made of.
    private func sourcePaths(of tree: JSONTree, _ line: Line, _ index: Int) -> Set<String> {
        guard let count = line.tree.value(at: "provenance.of")?.description else { return tree.paths }
        // Another member may be a list as well.
        let lists = registry.envelopes.filter { $0.item.fullName == line.shape }
            .compactMap { tree[$0.list.description]?.elements }
        let items = lists.first { "\($0.count)" == count && $0.contains { $0.members?.isEmpty == false } }
        return items?[index].paths ?? []
    }
}

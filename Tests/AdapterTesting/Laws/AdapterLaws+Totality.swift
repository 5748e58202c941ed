import Adapters
import AgentsCore

extension AdapterLaws {
    /// Whatever a document holds, converting it gives whole lines, or an error that says what is wrong and where.
    ///
    /// - Returns: How the law is broken.
    package func totality(_ document: [UInt8]) -> String? {
        if let violation = acceptance(document) { return violation }
        for target in targets + [.canonical] {
            if let violation = totality(document, target) { return "to \(target): \(violation)" }
        }
        return nil
    }

    private func totality(_ document: [UInt8], _ target: Target) -> String? {
        let conversion = convert([document], Route(target: target))
        for error in conversion.refusals {
            if !Self.codes.contains(error.code.description) { return "unknown code: \(error)" }
            if error.code == .wrongType && error.path.isRoot { return "does not say where: \(error)" }
            if let offset = error.offset, !(0...document.count).contains(offset) { return "not in the text: \(error)" }
            if error.reason.isEmpty { return "does not say why: \(error)" }
        }
        if conversion.lines.count != conversion.written {
            return "\(conversion.written) records counted, but: \(conversion.output.text)"
        }
        for line in conversion.lines {
            do throws(JSONError) {
                _ = try JSONTree(line)
            } catch {
                return "gave a line that is no JSON (\(error)): \(line.text)"
            }
        }
        return nil
    }

    /// The scanner takes a text if, and only if, the parser of the law kit does.
    private func acceptance(_ document: [UInt8]) -> String? {
        let scanned = Result { () throws(JSONError) in
            var record = JSONRecord()
            try record.load(document)
        }
        let parsed = Result { () throws(JSONError) in _ = try JSONTree(document) }
        switch (scanned, parsed) {
        case (.success, .failure(let error)): return "the scanner takes what it must refuse: \(error)"
        case (.failure(let error), .success) where error.code != .tooDeep: return "the scanner refuses it: \(error)"
        default: return nil
        }
    }
}

package import Adapters
package import AgentsCore

/// What a reader made of an input: its parts in order, each with its place.
package struct HistoryTranscript: Sendable, Equatable {
    /// A document or a rejected region.
    package struct Part: Sendable, Equatable, CustomStringConvertible {
        /// Why it was refused; nothing for a document.
        package var error: AdapterError?
        /// Line on which it starts, counted from 1.
        package var line: Int
        /// Bytes from the start of the input to its own start.
        package var start: Int
        /// Bytes of it; of a document with what the reader skipped behind it.
        package var length: Int
        /// The document without white space; the bytes of a region, if they were not too many.
        package var text: [UInt8]?

        /// Code or document, and place.
        package var description: String {
            "\(error?.code.description ?? "document") at line \(line), \(start)+\(length): \((text ?? []).text)"
        }

        /// The code of a region, or `document`.
        package var name: String { error?.code.description ?? "document" }
    }

    /// The parts in order.
    package private(set) var parts: [Part] = []
    /// What is wrong with the reader itself: it asked for more after the end, or again and again.
    package private(set) var fault: String?

    /// Reads an input that comes in blocks.
    ///
    /// - Parameters:
    ///   - input: All of it.
    ///   - sizes: Bytes of each block; the last size counts for all further ones.
    ///   - limits: How much of a document is accepted.
    package init(_ input: [UInt8], blocks sizes: [Int] = [.max], limits: JSONLimits = JSONLimits()) {
        var reader = HistoryReader(limits: limits)
        var sizes = sizes[...]
        var position = 0
        var size = 1
        var asked = 0
        while true {
            switch reader.next() {
            case .end:
                if position < input.count { fault = "ended \(input.count - position) bytes before the end" }
                return
            case .document:
                let place = reader.located(AdapterError(.notAGeneration, ""))
                parts.append(
                    Part(
                        error: nil, line: reader.documentLine, start: reader.documentStart, length: place.length,
                        text: Array(reader.record.json(.root).utf8)))
            case .rejected(let rejection):
                parts.append(
                    Part(
                        error: rejection.error, line: rejection.line, start: rejection.start, length: rejection.length,
                        text: rejection.window.map { reader.record.source.array($0) }))
            case .needsInput:
                asked = position == input.count ? asked + 1 : 0
                if asked > 3 {
                    fault = "asks for more after the end"
                    return
                }
                size = sizes.popFirst() ?? size
                reader.fill { buffer in
                    let block = input[position..<min(position + min(size, buffer.count), input.count)]
                    buffer.copyBytes(from: block)
                    position += block.count
                    return block.count
                }
            }
        }
    }

    /// The documents, without white space.
    package var documents: [String] {
        parts.filter { $0.error == nil }.map { ($0.text ?? []).text }
    }

    /// The refused regions.
    package var regions: [Part] {
        parts.filter { $0.error != nil }
    }

    /// What must hold for the parts of any input.
    ///
    /// - Parameter input: What was read.
    /// - Returns: How it is broken: parts overlap, lie elsewhere than they say, or have another text.
    package func violation(in input: [UInt8]) -> String? {
        if let fault { return fault }
        var end = 0
        for part in parts {
            guard part.start >= end, part.start <= input.count, part.length >= 0,
                part.start + part.length <= input.count + 1
            else {
                return "\(part) begins before \(end) or ends behind \(input.count)"
            }
            end = min(part.start + part.length, input.count)
            let bytes = Array(input[part.start..<end])
            let line = 1 + input[..<part.start].count { $0 == UInt8(ascii: "\n") }
            if part.line != line { return "\(part) is on line \(line)" }
            if let error = part.error {
                if let text = part.text, text != bytes, text != bytes + [UInt8(ascii: "\n")] {
                    return "\(part) has the text \(bytes.text)"
                }
                guard let offset = error.offset, (part.start...part.start + part.length).contains(offset) else {
                    return "\(part) has its fault at \(error.offset ?? -1)"
                }
            } else if !minified(bytes).starts(with: part.text ?? []) {
                return "\(part) has the text \(bytes.text)"
            }
        }
        return nil
    }
}

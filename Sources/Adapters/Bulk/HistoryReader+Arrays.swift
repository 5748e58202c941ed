import AgentsCore

// Elements of a top-level array, one document each.

extension HistoryReader {
    /// The next element; nothing if the array is over or a separator was read.
    mutating func nextElement() -> Event? {
        advance(to: record.skipSpaces(from: position, framing: .document))
        guard position < record.source.count else {
            if !isAtEnd { return .needsInput }
            array = .outside
            return refuse(position, position, JSONError(.notJSON, at: position, "ends too early: expected ']'"))
        }
        switch (array, record.source.byte(at: position)) {
        case (.first, UInt8(ascii: "]")), (.separator, UInt8(ascii: "]")), (.loose, UInt8(ascii: "]")):
            position += 1
            array = .outside
            return nil
        case (.separator, UInt8(ascii: ",")), (.loose, UInt8(ascii: ",")):
            position += 1
            array = array == .separator ? .element : .loose
            return nil
        case (.separator, _):
            array = .loose
            return refuse(
                position, endOfLine(position), JSONError(.notJSON, at: position, "expected ',' or ']' after an element")
            )
        default:
            return element()
        }
    }

    private mutating func element() -> Event {
        let start = position
        do throws(JSONError) {
            let end = try record.scan(from: start, framing: .document)
            if end >= record.source.count && !isAtEnd { return .needsInput }
            if array != .loose { array = .separator }
            return found(start, end, lines: newlines(start, end))
        } catch {
            if mayContinue(error) { return isTooLarge ? refuseTooLarge() : .needsInput }
            if record.source.byte(at: start) == UInt8(ascii: "]") {
                array = .outside
                return refuse(start, start + 1, error)
            }
            switch skim(from: start) {
            case .needsInput where !isTooLarge:
                return .needsInput
            case .end(let end):
                if array != .loose { array = .separator }
                return refuse(start, end, error)
            case .needsInput, .broken:
                array = .loose
                return refuse(start, endOfLine(error.offset), error)
            }
        }
    }
}

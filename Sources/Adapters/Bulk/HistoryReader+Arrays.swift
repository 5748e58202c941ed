import AgentsCore

// Elements of a top-level array, one document each.

extension HistoryReader {
    /// The next element; nothing if the array is over or a separator was read.
    mutating func nextElement() -> Event? {
        advance(to: record.skipSpaces(from: position, framing: .document))
        guard position < record.source.count else {
            if !isAtEnd { return .needsInput }
            array = .outside
            return endsTooEarly()
        }
        if isLeftOpen() { return .needsInput }
        switch (array, record.source.byte(at: position)) {
        case (.first, UInt8(ascii: "]")), (.separator, UInt8(ascii: "]")), (.loose, UInt8(ascii: "]")):
            position += 1
            array = .outside
            return nil
        case (.separator, UInt8(ascii: ",")), (.loose, UInt8(ascii: ",")):
            position += 1
            array = array == .separator ? .element : .loose
            return nil
        case (.separator, UInt8(ascii: "{")), (.separator, UInt8(ascii: "[")):
            // Only the comma is missing: that costs no element.
            array = .loose
            return refuse(position, position, .missingSeparator(position))
        case (.separator, _):
            return refuseRubbish(.missingSeparator(position))
        default:
            return element()
        }
    }

    /// The fault of an array that the input ends in; it lies behind its last byte.
    private mutating func endsTooEarly() -> Event {
        let line = self.line - newlines(end, record.source.count)
        let error = JSONError(.notJSON, at: end, "ends too early: expected ']'")
        return .rejected(rejection(error, line: line, end, end))
    }

    private mutating func element() -> Event {
        let start = position
        do throws(JSONError) {
            let end = try record.scan(from: start, framing: .document)
            if end >= record.source.count && !isAtEnd { return leaveOpen() }
            guard isDelimiter(record.source.byte(at: end)) else { throw .missingSeparator(end) }
            if array != .loose { array = .separator }
            return found(start, end, next: end, lines: newlines(start, end))
        } catch {
            if mayContinue(error) { return isTooLarge ? refuseTooLarge() : leaveOpen() }
            switch record.source.byte(at: start) {
            case UInt8(ascii: "]"):
                array = .outside
                return refuse(start, start + 1, error)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                return refuseContainer(start, error)
            default:
                return refuseRubbish(error)
            }
        }
    }

    /// Whether a byte can stand behind an element.
    private func isDelimiter(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "{")
    }

    private mutating func refuseContainer(_ start: Int, _ error: JSONError) -> Event {
        switch skim(from: start) {
        case .needsInput where !isTooLarge:
            return leaveOpen()
        case .end(let end):
            if array != .loose { array = .separator }
            return refuse(start, end, error)
        case .needsInput, .broken:
            let end = endOfLine(error.offset)
            if end >= record.source.count && !isAtEnd { return isTooLarge ? refuseTooLarge() : leaveOpen() }
            array = .loose
            return refuse(start, end, error)
        }
    }

    /// Refuses what is no value: up to the next separator, and with the rest of its line if nothing else is on it.
    private mutating func refuseRubbish(_ error: JSONError) -> Event {
        var end = position
        scan: while end < record.source.count {
            switch record.source.byte(at: end) {
            case UInt8(ascii: ","), UInt8(ascii: "]"), Self.newline: break scan
            case UInt8(ascii: "\""):
                guard let close = endOfString(end, record.source.count) else {
                    end = record.source.count
                    break scan
                }
                if record.source.byte(at: close) == Self.newline {
                    end = close
                    break scan
                }
                end = close + 1
            default: end += 1
            }
        }
        let afterComma = record.skipSpaces(from: end + 1, framing: .line)
        if !isAtEnd && max(end, afterComma) >= record.source.count {
            return isTooLarge ? refuseTooLarge() : leaveOpen()
        }
        if record.source.byte(at: end) == UInt8(ascii: ","), end > position, isBlank(from: end + 1) { end += 1 }
        array = .loose
        if end == position {
            // Nothing stands between two commas: the second one is the separator.
            end += record.source.byte(at: end) == UInt8(ascii: ",") ? 1 : 0
            let event = refuse(position, position, error)
            position = end
            return event
        }
        return refuse(position, end, error)
    }
}

extension JSONError {
    fileprivate static func missingSeparator(_ offset: Int) -> JSONError {
        JSONError(.notJSON, at: offset, "expected ',' or ']' after an element")
    }
}

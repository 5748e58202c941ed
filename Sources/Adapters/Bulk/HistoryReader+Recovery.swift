import AgentsCore

// What happens behind a fault: how much of the input belongs to it.

extension HistoryReader {
    /// Hands out a rejection of part of the window and moves behind it.
    mutating func refuse(_ start: Int, _ end: Int, _ error: JSONError) -> Event {
        let first = line + newlines(position, start)
        advance(to: end)
        return .rejected(rejection(AdapterError(error), line: first, start, end))
    }

    private func rejection(_ error: AdapterError, line: Int, _ start: Int, _ end: Int) -> Rejection {
        Rejection(
            error: error.shifted(by: windowStart), line: line, start: windowStart + start, length: end - start,
            item: nil,
            window: start..<end)
    }

    /// Refuses a document that does not end within the limit, and drops what follows up to the next newline.
    mutating func refuseTooLarge() -> Event {
        let error = JSONError(.tooLarge, at: position + record.limits.bytes, "document longer than allowed")
        let refused = Rejection(
            error: AdapterError(error).shifted(by: windowStart), line: line, start: windowStart + position,
            length: record.source.count - position, item: nil, window: nil)
        isDiscarding = true
        if array.isInside { array = .loose }
        return .rejected(refused)
    }

    /// Drops bytes up to the next newline and returns whether it was found.
    mutating func discard() -> Bool {
        let end = endOfLine(position)
        advance(to: end + 1)
        if end < record.source.count { isDiscarding = false }
        return !isDiscarding
    }

    // MARK: Lines of a broken document

    /// Adds the lines that belong to a broken document, and hands it out once the next line is seen not to.
    ///
    /// A document that spans lines goes on with lines that are indented or close something. An indented line that is a
    /// document by itself is a record that nobody should lose.
    mutating func finishBroken() -> Event? {
        guard var region = broken else { return nil }
        while position < completeLines, isContinuation(position) {
            let end = endOfLine(position)
            region.end = end
            broken = region
            advance(to: end + 1)
        }
        if position >= completeLines && !isAtEnd && region.end - region.start <= record.limits.bytes {
            return .needsInput
        }
        broken = nil
        return .rejected(rejection(region.error, line: region.line, region.start, region.end))
    }

    private mutating func isContinuation(_ start: Int) -> Bool {
        switch record.source.byte(at: start) {
        case UInt8(ascii: "}"), UInt8(ascii: "]"): return true
        case UInt8(ascii: " "), UInt8(ascii: "\t"): break
        default: return false
        }
        let text = record.skipSpaces(from: start, framing: .line)
        if record.source.byte(at: text) == Self.newline { return false }
        guard record.source.byte(at: text) == UInt8(ascii: "{") else { return true }
        do throws(JSONError) {
            return !isBlank(from: try record.scan(from: text, framing: .line))
        } catch {
            return true
        }
    }

    // MARK: Skimming

    /// What looking for the end of a broken document gave.
    enum Skimmed {
        /// The offset behind the bracket that closes the first one.
        case end(Int)
        /// There is no such bracket, or it cannot be trusted.
        case broken
        /// The window ends before it.
        case needsInput
    }

    /// Looks for the end of a document by its brackets and quotes alone.
    func skim(from start: Int) -> Skimmed {
        var depth = 0
        var index = start
        let end = record.source.count
        while index < end {
            switch record.source.byte(at: index) {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                // Deeper than any document: this is several broken ones, and looking on would take too long.
                if depth > record.limits.depth { return .broken }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth <= 0 { return depth == 0 ? .end(index + 1) : .broken }
            case UInt8(ascii: "\""):
                guard let close = endOfString(index, end) else { return isAtEnd ? .broken : .needsInput }
                if record.source.byte(at: close) == Self.newline { return .broken }
                index = close
            default:
                if depth == 0 { return .broken }
            }
            index += 1
        }
        return isAtEnd ? .broken : .needsInput
    }

    /// The offset of the quote, or of the newline, that ends a string.
    private func endOfString(_ start: Int, _ end: Int) -> Int? {
        var index = start + 1
        while index < end {
            let byte = record.source.byte(at: index)
            if byte == UInt8(ascii: "\"") || byte == Self.newline { return index }
            index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }
}

extension AdapterError {
    /// The same fault counted from another start.
    func shifted(by distance: Int) -> AdapterError {
        AdapterError(code, path: path, at: offset.map { $0 + distance }, reason)
    }
}

import AgentsCore

// What happens behind a fault: how much of the input belongs to it.

extension HistoryReader {
    /// Hands out a rejection of part of the window and moves behind it.
    mutating func refuse(_ start: Int, _ end: Int, _ error: JSONError) -> Event {
        let first = line + newlines(position, start)
        advance(to: end)
        return .rejected(rejection(error, line: first, start, min(end, self.end)))
    }

    func rejection(_ error: JSONError, line: Int, _ start: Int, _ end: Int) -> Rejection {
        // What ends too early ends where the input does, whatever was added behind it.
        let error = error.offset > self.end ? error.shifted(by: self.end - error.offset) : error
        return Rejection(
            error: AdapterError(error.shifted(by: windowStart)), line: line, start: windowStart + start,
            length: end - start, item: nil, window: start..<end)
    }

    /// Begins to drop a document that does not end within the limit, up to the next newline.
    mutating func refuseTooLarge() -> Event {
        oversized = Oversized(line: line, start: windowStart + position, end: windowStart + position)
        if array.isInside { array = .loose }
        return discard() ?? .needsInput
    }

    /// Drops bytes up to the next newline, and the lines behind it that belong to the same document; the rejection, once
    /// they are over.
    mutating func discard() -> Event? {
        guard var dropped = oversized else { return nil }
        if !dropped.isFirstLineOver {
            dropped.isFirstLineOver = dropLine(&dropped)
        }
        while dropped.isFirstLineOver, position + 1 < completeLines, isContinuation(position + 1) {
            advance(to: position + 1)
            _ = dropLine(&dropped)
        }
        let isOver = isAtEnd || (dropped.isFirstLineOver && position + 1 < completeLines)
        oversized = isOver ? nil : dropped
        if !isOver { return nil }
        let error = JSONError(.tooLarge, at: dropped.start + record.limits.bytes, "document longer than allowed")
        return .rejected(
            Rejection(
                error: AdapterError(error), line: dropped.line, start: dropped.start,
                length: dropped.end - dropped.start, item: nil, window: nil))
    }

    /// Drops bytes up to the next newline, which stays, and returns whether it was found.
    private mutating func dropLine(_ dropped: inout Oversized) -> Bool {
        let end = endOfLine(position)
        dropped.end = windowStart + min(end, self.end)
        advance(to: end)
        return end < record.source.count
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
        return .rejected(rejection(region.error, line: region.line, region.start, min(region.end, end)))
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
    ///
    /// It gives up at a line that begins like a document of its own: the fault may be that the first one never ends, and
    /// records must not wait for it.
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
            case Self.newline where startsDocument(index + 1):
                return .broken
            default:
                if depth == 0 { return .broken }
            }
            index += 1
        }
        return isAtEnd ? .broken : .needsInput
    }

    private func startsDocument(_ offset: Int) -> Bool {
        let byte = record.source.byte(at: offset)
        return offset < record.source.count && (byte == UInt8(ascii: "{") || byte == UInt8(ascii: "["))
    }

    /// The offset of the quote, or of the newline, that ends a string.
    func endOfString(_ start: Int, _ end: Int) -> Int? {
        var index = start + 1
        while index < end {
            let byte = record.source.byte(at: index)
            if byte == UInt8(ascii: "\"") || byte == Self.newline { return index }
            index += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }
}

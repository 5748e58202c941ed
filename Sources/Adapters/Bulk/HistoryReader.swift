package import AgentsCore

/// Cuts an input of any length into documents: lines, pretty-printed documents, elements of arrays, in any mixture.
///
/// A state machine without input of its own: the caller fills its window when ``next()`` asks for it. A line is tried as a
/// line first, because that is what histories are made of; only if it ends too early is it taken as the start of a document
/// that spans lines. What is broken is cut out by the same rules, as narrowly as possible, and reading goes on behind it.
package struct HistoryReader: ~Copyable {
    /// What the reader found.
    package enum Event {
        /// ``record`` holds the values of the next document.
        case document
        /// The next part of the input is no document.
        case rejected(Rejection)
        /// The window must be filled before anything can be said.
        case needsInput
        /// The input is over.
        case end
    }

    /// The window on the input, and the values of the last document.
    package internal(set) var record: JSONRecord
    /// Line and offset in the input where the last document starts.
    package private(set) var documentLine = 1
    package private(set) var documentStart = 0

    var position = 0
    /// Offset of the window in the input.
    var windowStart = 0
    /// Line at `position`.
    var line = 1
    /// Offset in the window behind the last newline.
    var completeLines = 0
    var isAtEnd = false
    var array = ArrayState.outside
    /// A broken document whose last line may not have been seen yet.
    var broken: Broken?
    /// Whether bytes are dropped up to the next newline.
    var isDiscarding = false

    /// Where the reader is in a top-level array.
    enum ArrayState {
        case outside
        case first
        case element
        case separator
        /// Behind a fault: separators may be missing.
        case loose

        var isInside: Bool { self != .outside }
    }

    struct Broken {
        var error: AdapterError
        var line: Int
        var start: Int
        var end: Int
    }

    /// Creates a reader that refuses documents beyond `limits`.
    package init(limits: JSONLimits = JSONLimits()) {
        record = JSONRecord(limits: limits)
    }

    // MARK: Input

    /// Bytes that are read at once.
    private static let block = 256 << 10

    /// Reads more of the input into the window; `read` returns how many bytes it wrote, 0 at the end.
    ///
    /// What was handed out is forgotten. A document that did not fit doubles the window, so that scanning it again and
    /// again stays linear.
    package mutating func fill<Failure: Error>(
        _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        let kept = broken?.start ?? position
        record.source.removeFirst(kept)
        windowStart += kept
        position -= kept
        broken?.start -= kept
        broken?.end -= kept
        let before = record.source.count
        try unsafe record.source.appendUpTo(max(Self.block, before), read)
        if record.source.count == before {
            isAtEnd = true
            if before > 0 && record.source.byte(at: before - 1) != Self.newline { record.source.append(Self.newline) }
        }
        completeLines = (record.source.lastIndex(of: Self.newline, from: 0, to: record.source.count) ?? -1) + 1
        record.source.seal()
    }

    static let newline = UInt8(ascii: "\n")

    // MARK: Documents

    /// Finds the next document.
    package mutating func next() -> Event {
        if windowStart == 0 && position == 0 { skipByteOrderMark() }
        while true {
            if broken != nil, let event = finishBroken() { return event }
            if isDiscarding {
                guard discard() else { return isAtEnd ? .end : .needsInput }
            }
            if array.isInside {
                if let event = nextElement() { return event }
            } else {
                if let event = nextDocument() { return event }
            }
        }
    }

    private mutating func skipByteOrderMark() {
        if record.source.count >= 3, record.source.word32(at: 0) & 0xFF_FFFF == 0xBF_BBEF { position = 3 }
    }

    /// The next document outside an array; nothing if an array starts.
    private mutating func nextDocument() -> Event? {
        skipBlankLines()
        if position >= completeLines {
            if isAtEnd { return .end }
            return isTooLarge ? refuseTooLarge() : .needsInput
        }
        if record.source.byte(at: position) == UInt8(ascii: "[") {
            position += 1
            array = .first
            return nil
        }
        let start = position
        do throws(JSONError) {
            let end = record.skipSpaces(from: try record.scan(from: start, framing: .line), framing: .line)
            guard record.source.byte(at: end) == Self.newline else { throw .textAfterEnd(end) }
            return found(start, end &+ 1, lines: 1)
        } catch {
            // Only a line that ends too early can be the first of several.
            if record.source.byte(at: error.offset) == Self.newline { return spanningDocument(start, error) }
            return refuse(start, endOfLine(error.offset), error)
        }
    }

    @inline(__always)
    private mutating func skipBlankLines() {
        while position < completeLines {
            let byte = record.source.byte(at: position)
            if byte > 0x20 { return }
            if byte == Self.newline {
                line &+= 1
            } else if byte != 0x20 && byte != 0x09 && byte != 0x0D {
                return
            }
            position &+= 1
        }
    }

    /// A document that starts on one line and ends on another.
    private mutating func spanningDocument(_ start: Int, _ lineError: JSONError) -> Event {
        do throws(JSONError) {
            let end = record.skipSpaces(from: try record.scan(from: start, framing: .document), framing: .line)
            if end >= record.source.count { return .needsInput }
            guard record.source.byte(at: end) == Self.newline else { throw .textAfterEnd(end) }
            return found(start, end &+ 1, lines: newlines(start, end &+ 1))
        } catch {
            if mayContinue(error) { return isTooLarge ? refuseTooLarge() : .needsInput }
            switch skim(from: start) {
            case .needsInput where !isTooLarge:
                return .needsInput
            case .end(let end) where isBlank(from: end):
                return refuse(start, endOfLine(end), error)
            case .end, .needsInput, .broken:
                let end = endOfLine(start)
                broken = Broken(error: AdapterError(lineError), line: line, start: start, end: end)
                advance(to: end + 1)
                return finishBroken() ?? .needsInput
            }
        }
    }

    /// Hands out the document that was scanned last.
    @inline(__always)
    func isBlank(from offset: Int) -> Bool {
        record.source.byte(at: record.skipSpaces(from: offset, framing: .line)) == Self.newline
    }

    @inline(__always)
    mutating func found(_ start: Int, _ end: Int, lines: Int) -> Event {
        documentLine = line
        documentStart = windowStart &+ start
        line &+= lines
        position = end
        return .document
    }

    /// Whether an error may only mean that the window ends: a token of up to 12 bytes can be cut there.
    func mayContinue(_ error: JSONError) -> Bool {
        !isAtEnd && error.offset + 16 > record.source.count
    }

    var isTooLarge: Bool {
        record.source.count - position > record.limits.bytes
    }

    func newlines(_ start: Int, _ end: Int) -> Int {
        record.source.count(of: Self.newline, in: start..<end)
    }

    /// The offset of the newline that ends the line of `offset`, or the end of the window.
    func endOfLine(_ offset: Int) -> Int {
        record.source.firstIndex(of: Self.newline, from: offset, to: record.source.count) ?? record.source.count
    }

    /// Moves on and counts lines.
    mutating func advance(to end: Int) {
        let end = min(end, record.source.count)
        line += newlines(position, end)
        position = end
    }
}

extension JSONError {
    static func textAfterEnd(_ offset: Int) -> JSONError {
        JSONError(.notJSON, at: offset, "text after the end of the document")
    }
}

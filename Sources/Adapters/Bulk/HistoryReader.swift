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
    /// Where the last document lies in the window.
    private(set) var documentRange = 0..<0
    /// A place in the last document whose line is known, so that nothing is counted twice.
    private var counted = (offset: 0, line: 1)

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
    /// A document that did not end in the window.
    private var open: OpenDocument?
    /// Bytes of documents that were looked through although more of them was to come.
    private(set) var bytesInVain = 0
    /// A document beyond the limits whose bytes are dropped up to the next newline.
    var oversized: Oversized?
    /// Whether a newline was added behind an input that ends without one.
    private var hasOwnNewline = false

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

    /// Offsets are those of the window.
    struct Broken {
        var error: JSONError
        var line: Int
        var start: Int
        var end: Int
    }

    /// Offsets are those of the input.
    struct Oversized {
        var line: Int
        var start: Int
        var end: Int
        var isFirstLineOver = false
    }

    /// Creates a reader that refuses documents beyond `limits`.
    package init(limits: JSONLimits = JSONLimits()) {
        record = JSONRecord(limits: limits)
    }

    // MARK: Input

    /// Begins anew with a part of an input that starts in front of a document.
    ///
    /// - Parameters:
    ///   - offset: Where the part starts in the input.
    ///   - size: The most bytes of it.
    ///   - read: Writes it into the window, and returns how many bytes it wrote.
    /// - Throws: What `read` throws; the window is empty then.
    package mutating func restart<Failure: Error>(
        at offset: Int, size: Int, _ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        record.source.truncate(to: 0)
        (position, windowStart, line, completeLines) = (0, offset, 1, 0)
        (isAtEnd, hasOwnNewline, array) = (false, false, .outside)
        (broken, open, oversized) = (nil, nil, nil)
        try unsafe record.source.appendUpTo(size, read)
        let newline = record.source.lastIndex(of: Self.newline, from: 0, to: record.source.count)
        completeLines = newline.map { $0 + 1 } ?? 0
        record.source.seal()
    }

    /// Whether everything in the window was handed out, and what follows stands by itself: a reader that starts there finds
    /// the same documents.
    package var isBetweenDocuments: Bool {
        !array.isInside && broken == nil && oversized == nil && position >= record.source.count
    }

    /// The offset in the input behind the window.
    package var windowEnd: Int { windowStart + end }

    /// Lines that were read since the reader began, which ``restart(at:size:_:)`` does anew.
    package var linesRead: Int { line - 1 }

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
        open?.move(by: -kept)
        if let region = broken {
            broken = Broken(
                error: region.error.shifted(by: -kept), line: region.line, start: region.start - kept,
                end: region.end - kept)
        }
        let before = record.source.count
        // No more than the limit is worth holding: the next block tells whether it is passed.
        let wanted = min(max(Self.block, before), max(Self.block, record.limits.bytes + Self.block - before))
        try unsafe record.source.appendUpTo(wanted, read)
        if record.source.count == before {
            isAtEnd = true
            if before > 0 && record.source.byte(at: before - 1) != Self.newline {
                record.source.append(Self.newline)
                hasOwnNewline = true
            }
        }
        let newline = record.source.lastIndex(of: Self.newline, from: before, to: record.source.count)
        completeLines = newline.map { $0 + 1 } ?? max(completeLines - kept, 0)
        record.source.seal()
    }

    static let newline = UInt8(ascii: "\n")

    // MARK: Documents

    /// Finds the next document.
    package mutating func next() -> Event {
        if windowStart == 0 && position == 0 { skipByteOrderMark() }
        while true {
            if broken != nil, let event = finishBroken() { return event }
            if oversized != nil { return discard() ?? .needsInput }
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
        if position < record.source.count, record.source.byte(at: position) == UInt8(ascii: "[") {
            position += 1
            array = .first
            return nil
        }
        if position >= completeLines {
            if isAtEnd { return .end }
            return isTooLarge ? refuseTooLarge() : .needsInput
        }
        let start = position
        do throws(JSONError) {
            let last = try record.scan(from: start, framing: .line)
            let end = record.skipSpaces(from: last, framing: .line)
            guard record.source.byte(at: end) == Self.newline else { throw .textAfterEnd(end) }
            return found(start, last, next: end &+ 1, lines: 1)
        } catch {
            // Only a line that ends too early can be the first of several.
            if record.source.byte(at: error.offset) == Self.newline { return spanningDocument(start, error) }
            return refuse(start, endOfLine(error.offset), error)
        }
    }

    @inline(__always)
    private mutating func skipBlankLines() {
        while position < record.source.count {
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
        if isLeftOpen() { return .needsInput }
        do throws(JSONError) {
            let last = try record.scan(from: start, framing: .document)
            let end = record.skipSpaces(from: last, framing: .line)
            if end >= record.source.count { return .needsInput }
            guard record.source.byte(at: end) == Self.newline else { throw .textAfterEnd(end) }
            return found(start, last, next: end &+ 1, lines: newlines(start, end &+ 1))
        } catch {
            if mayContinue(error) {
                return isTooLarge ? refuseTooLarge() : leaveOpen()
            }
            switch skim(from: start) {
            case .needsInput where !isTooLarge:
                return leaveOpen()
            case .end(let end) where !isAtEnd && record.skipSpaces(from: end, framing: .line) >= record.source.count:
                return .needsInput
            case .end(let end) where isBlank(from: end):
                return refuse(start, endOfLine(end), error)
            case .end, .needsInput, .broken:
                let end = endOfLine(start)
                broken = Broken(error: lineError, line: line, start: start, end: end)
                advance(to: end + 1)
                return finishBroken() ?? .needsInput
            }
        }
    }

    /// Whether what the window stands at goes on behind it, and can be left alone for now.
    mutating func isLeftOpen() -> Bool {
        guard var document = open else { return false }
        let waits = document.waits(at: position, in: record.source, isAtEnd: isAtEnd || isTooLarge)
        open = document
        return waits
    }

    /// Leaves what the window stands at until there is more of it.
    mutating func leaveOpen() -> Event {
        open = OpenDocument(at: position, in: record.source)
        bytesInVain += record.source.count - position
        return .needsInput
    }

    /// Whether nothing follows on the line.
    @inline(__always)
    func isBlank(from offset: Int) -> Bool {
        record.source.byte(at: record.skipSpaces(from: offset, framing: .line)) == Self.newline
    }

    /// Hands out the document that was scanned last.
    @inline(__always)
    mutating func found(_ start: Int, _ end: Int, next: Int, lines: Int) -> Event {
        documentLine = line
        documentStart = windowStart &+ start
        documentRange = start..<end
        counted = (start, line)
        line &+= lines
        position = next
        return .document
    }

    /// Where a place of the window is in the input.
    func offset(of place: Int) -> Int { windowStart + place }

    /// The line of a place in the last document.
    func documentLine(of offset: Int) -> Int {
        let known = offset < counted.offset ? (offset: documentRange.lowerBound, line: documentLine) : counted
        return known.line + newlines(known.offset, max(offset, known.offset))
    }

    /// The line of a place in the last document, from which the next one is counted: quick if they come in their order.
    mutating func countLines(to offset: Int) -> Int {
        counted = (offset, documentLine(of: offset))
        return counted.line
    }

    /// The end of the window, without the newline that was added to it.
    var end: Int { hasOwnNewline ? record.source.count - 1 : record.source.count }

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

import Adapters
import AgentsCore

/// What ``HistoryReader`` makes of an input: its documents and what it refuses, in order.
struct Reading {
    /// A part of the input.
    struct Span: Equatable, CustomStringConvertible {
        /// The code of the refusal; nothing for a document.
        var refusal: String?
        var range: Range<Int>
        var line: Int

        var description: String { "\(refusal ?? "document") \(range) on line \(line)" }
    }

    var spans: [Span] = []
    /// The input with the newline that the reader adds to the last line.
    private let input: [UInt8]
    private let limits: JSONLimits

    /// Reads an input: at once, or in pieces whose sizes follow from a number.
    init(_ bytes: [UInt8], pieces: UInt64? = nil, limits: JSONLimits = JSONLimits()) {
        input = bytes.last == UInt8(ascii: "\n") ? bytes : bytes + "\n".utf8
        self.limits = limits
        var reader = HistoryReader(limits: limits)
        var rest = bytes[...]
        var sizes = pieces
        while true {
            switch reader.next() {
            case .document:
                append(reader.located(AdapterError(.badValue, "")), refusal: nil)
            case .rejected(let refused):
                append(refused, refusal: "\(refused.error.code)")
            case .needsInput:
                reader.fill { (buffer) throws(Never) -> Int in
                    let size = min(buffer.count, rest.count, sizes.map { Int($0 >> 33) % 97 + 1 } ?? .max)
                    sizes = sizes.map { $0 &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }
                    buffer.copyBytes(from: rest.prefix(size))
                    rest = rest.dropFirst(size)
                    return size
                }
            case .end:
                return
            }
        }
    }

    /// The texts of the documents.
    var documents: [[UInt8]] {
        spans.filter { $0.refusal == nil }.map { Array(input[$0.range]) }
    }

    /// Adds the part of the input that a rejection is about, or would be.
    private mutating func append(_ place: Rejection, refusal: String?) {
        let end = place.start + place.length
        check(place.start <= end && end <= input.count, "a part from \(place.start) to \(end) of \(input.count)")
        spans.append(Span(refusal: refusal, range: place.start..<end, line: place.line))
    }

    /// Checks that the spans stand in order, that nothing but white space and the punctuation of arrays lies between them,
    /// and that each names its line.
    func checkSpans() {
        var end = input.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var line = 1
        var counted = 0
        for span in spans {
            check(span.range.lowerBound >= end, "\(span) starts before \(end)")
            checkGap(input[end..<span.range.lowerBound])
            line += input[counted..<span.range.lowerBound].count { $0 == UInt8(ascii: "\n") }
            counted = span.range.lowerBound
            check(span.line == line, "\(span) stands on line \(line)")
            end = span.range.upperBound
        }
        checkGap(input[end...])
    }

    private func checkGap(_ gap: ArraySlice<UInt8>) {
        check(gap.allSatisfy { " \t\r\n[],".utf8.contains($0) }, "passed over \(gap.text)")
    }

    /// Checks that the same input was read in the same way.
    func checkEqual(_ other: Reading) {
        for (one, two) in zip(spans, other.spans) { check(one == two, "\(one) became \(two)") }
        check(spans.count == other.spans.count, "\(spans.count) became \(other.spans.count) parts")
    }

    /// Checks that each document is one for a plain parser too.
    func checkDocuments() {
        for document in documents {
            check((try? ReferenceJSON(document, depth: limits.depth)) != nil, "no document: \(document.text)")
        }
    }
}

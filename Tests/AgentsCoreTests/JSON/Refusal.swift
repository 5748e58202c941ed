import AgentsCore
import Testing

/// A text that is no document, with the code and the byte at which that shows.
struct Refusal: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let offset: Int
    let code: JSONError.Code

    init(_ bytes: some Sequence<UInt8>, at offset: Int, _ code: JSONError.Code = .notJSON) {
        self.bytes = Array(bytes)
        self.offset = offset
        self.code = code
    }

    init(_ text: String, at offset: Int, _ code: JSONError.Code = .notJSON) {
        self.init(text.utf8, at: offset, code)
    }

    var testDescription: String {
        let text = String(decoding: bytes.prefix(40), as: UTF8.self).debugDescription
        return bytes.count > 40 ? "\(text)… (\(bytes.count) bytes)" : text
    }

    /// Fails the test unless the text is refused with this code at this byte.
    func check(limits: JSONLimits = JSONLimits(), sourceLocation: SourceLocation = #_sourceLocation) {
        guard let error = fault(in: bytes, limits: limits) else {
            Issue.record("\(testDescription) is accepted", sourceLocation: sourceLocation)
            return
        }
        #expect(error.code == code, "\(testDescription): \(error)", sourceLocation: sourceLocation)
        #expect(error.offset == offset, "\(testDescription): \(error)", sourceLocation: sourceLocation)
        #expect(!error.reason.isEmpty, sourceLocation: sourceLocation)
    }
}

/// Bytes with text around them.
func bytes(_ head: String, _ middle: some Sequence<UInt8>, _ tail: String = "") -> [UInt8] {
    Array(head.utf8) + Array(middle) + Array(tail.utf8)
}

/// Why a text is refused; nothing if it is a document.
func fault(in text: some Sequence<UInt8>, limits: JSONLimits = JSONLimits()) -> JSONError? {
    var record = JSONRecord(limits: limits)
    do throws(JSONError) {
        try record.load(text)
        return nil
    } catch {
        return error
    }
}

/// Why a text is refused; nothing if it is a document.
func fault(in text: String, limits: JSONLimits = JSONLimits()) -> JSONError? {
    fault(in: text.utf8, limits: limits)
}

/// A document as the record gives it back: its own bytes without the white space between tokens.
func compact(_ text: String) throws(JSONError) -> String {
    var record = JSONRecord()
    try record.load(text.utf8)
    return record.json(.root)
}

/// The text of a document that is one string.
func decoded(_ text: String) throws(JSONError) -> String? {
    var record = JSONRecord()
    try record.load(text.utf8)
    return record.string(.root)
}

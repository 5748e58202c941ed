import Adapters
import AgentsCore

// Answers of the Agents API that are not what was hoped for: a line with a status and the text of `Retry-After`, then the
// body. Each is a failure that every service puts into words, on one line and of a bounded length.

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let (line, body) = UnsafeBufferPointer(start: start, count: count).head
    let words = line.split(separator: " ", maxSplits: 1)
    let status = words.first.flatMap { Int($0) } ?? 400
    var response = HTTPResponse(status, body: body)
    if words.count > 1 {
        response.fields["Retry-After"] = String(words[1])
        response.fields["X-Request-Id"] = String(words[1])
    }
    let failure = Failure(agents: response)
    check(!failure.message.isEmpty, "no message")
    check(
        failure.message.unicodeScalars.count <= 1001, "a message of \(failure.message.unicodeScalars.count) characters")
    check(
        !failure.message.unicodeScalars.contains { $0.properties.generalCategory == .control },
        "a message with control characters")
    check((0...86_400).contains(failure.retryAfter ?? 0), "to be tried again after \(failure.retryAfter ?? 0) s")
    check(failure.fields.allSatisfy { $0.value.utf8.allSatisfy { 0x20...0x7E ~= $0 } }, "hands on \(failure.fields)")
    Serving.check(failure)
    return 0
}

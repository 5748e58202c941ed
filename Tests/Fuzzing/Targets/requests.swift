// Shares: Tests/AdaptersTests/Request/RequestLaws*.swift Tests/AdaptersTests/Request/UpstreamRules*.swift
import Adapters
import AgentsCore

// Translations of requests over any body: nothing traps, what is sent is valid, the body is kept verbatim, each member of it
// is carried or lost, and a stricter policy does nothing but refuse.

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let body = Array(UnsafeBufferPointer(start: start, count: count))
    for laws in RequestLaws.known {
        var milder: TranslatedRequest?
        for policy in [TranslationPolicy.lenient, .balanced, .strict] {
            let (violation, outcome) = laws.check(body, policy: policy)
            if let violation { finding("\(laws.shape.name): \(violation)") }
            guard let translated = try? outcome.get() else { continue }
            if policy != .lenient { check(milder == translated, "\(laws.shape.name): only a stricter policy takes it") }
            milder = translated
        }
    }
    return 0
}

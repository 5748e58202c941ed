import Adapters
import AgentsCore

// Lines of tasks as the store keeps them, whatever has become of them: read or refused, and what is read is written as the
// same, goes on, and is shown by every service or answered with a failure.

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard var task = try? TaskRecord(line: UnsafeBufferPointer(start: start, count: count)) else { return 0 }
    Serving.check(task, 200...599)
    for (second, news) in Serving.news.enumerated() {
        for service in Serving.services where "\(service.dialect)" == task.dialect {
            service.advance(&task, to: news, at: Serving.facts.time + .seconds(second))
        }
        Serving.check(task, 200...599)
    }
    return 0
}

import AceDataCompat
import Adapters
import AgentsCore
import DreamMachineCompat

/// The services of the project, and what a server would tell them.
enum Serving {
    static let services: [any DialectService] = [AceDataService(), DreamMachineService()]
    static let routing = Routing(services)
    static let call = Call(match: nil, traceID: "0b7c1c1a-045c-4145-a434-609cba88f0a9")
    static let facts = SubmissionFacts(
        id: "50fc6182-fa86-4c7d-ac12-2fa27ec2f151", traceID: call.traceID, time: WallTime(seconds: 1_725_077_411),
        account: AccountIDs(application: "a", credential: "c", user: "u"))

    /// What the Agents API may say of a task, with texts that are hard to put into JSON.
    static let news: [Generation] = ["queued", "processing", "\"\n", "completed", "failed"].map { state in
        Generation(
            id: "g", type: "video", state: .value(Generation.State(rawValue: state)), model: "\u{0}",
            output: .value(state == "completed" ? [Generation.Output(type: "video", url: "\"\\u")] : []),
            failureReason: state == "failed" ? "\"why\n" : .null, failureCode: "\\")
    }

    /// Checks that an answer is a document with one of some statuses.
    static func check(_ response: HTTPResponse, _ statuses: ClosedRange<Int>) {
        Fuzzing.check(statuses.contains(response.status), "the status is \(response.status): \(response.body.text)")
        Fuzzing.check((try? ReferenceJSON(response.body)) != nil, "answered with no document: \(response.body.text)")
    }

    /// Checks that every service answers with a failure, within its bounds.
    static func check(_ failure: Failure) {
        Fuzzing.check(failure.message.utf8.count <= 8192, "a message of \(failure.message.utf8.count) bytes")
        for service in services { check(service.encode(failure, of: call), 400...599) }
    }

    /// Checks that a task's line is read as the same task, and that every service shows it.
    static func check(_ task: TaskRecord, _ statuses: ClosedRange<Int>) {
        let line = task.line
        Fuzzing.check((try? ReferenceJSON(line.utf8)) != nil, "the line is no document: \(line)")
        Fuzzing.check((try? TaskRecord(line: line.utf8).line) == line, "the line is read as another: \(line)")
        for service in services {
            check(service.encode(.accepted(task), of: call), statuses)
            check(service.encode(.found(task), of: call), statuses)
            // A failed task may end a call with its failure, and not every service has lists.
            check(service.encode(.ended(task), of: call), 200...599)
            check(service.encode(.listed([task, task]), of: call), 200...599)
        }
    }
}

extension Sequence<UInt8> {
    /// The first line as text, and what stands behind its line break.
    var head: (line: String, rest: [UInt8]) {
        let parts = Array(self).split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
        return (parts[0].text, parts.count > 1 ? Array(parts[1]) : [])
    }
}

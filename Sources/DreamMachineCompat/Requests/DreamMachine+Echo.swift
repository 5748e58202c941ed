import AgentsCore

extension DreamMachine {
    /// The echo of a request in the answers to it: every member of that operation in the captured order, defaults filled
    /// in, others that the request does not have as `null`.
    ///
    /// Values stand as they were sent. `keyframes` has both its frames, as captures show.
    ///
    /// Source: captures of videos (2025), which have the order of `openapi.yaml`; the other operations are in its order, too.
    ///
    /// - Parameters:
    ///   - body: The request as compact JSON.
    ///   - kind: The operation.
    /// - Returns: The echo as compact JSON.
    package static func echo(of body: String, for kind: RequestKind) -> String {
        var record = JSONRecord()
        // Bodies come from the store; of one that cannot be read, the defaults are left.
        try? record.load(body.utf8)
        var output = ByteBuffer(capacity: 512)
        for member in kind.echo {
            output.append(output.count == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
            output.appendQuoted(member.key.name)
            output.append(UInt8(ascii: ":"))
            let value = member.value(in: record)
            if !value.isPresent {
                output.append(member.fallback)
            } else if member.key.description == "keyframes", record.kind(value) == .object {
                writeFrames(value, record, &output)
            } else {
                record.copyValue(value, to: &output)
            }
        }
        output.append(UInt8(ascii: "}"))
        return output.text(0..<output.count)
    }

    private static func writeFrames(_ frames: JSONRef, _ record: borrowing JSONRecord, _ output: inout ByteBuffer) {
        let keys: [JSONKey] = ["frame0", "frame1"]
        for (index, key) in keys.enumerated() {
            output.append(index == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
            output.appendQuoted(key.name)
            output.append(UInt8(ascii: ":"))
            let frame = record[frames, key]
            if frame.isPresent { record.copyValue(frame, to: &output) } else { output.append("null") }
        }
        output.append(UInt8(ascii: "}"))
    }
}

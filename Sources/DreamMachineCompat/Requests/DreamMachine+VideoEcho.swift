import AgentsCore

extension DreamMachine {
    /// The echo of a video request in the answers to it: every member in the captured order, defaults filled in, others
    /// that the request does not have as `null`.
    ///
    /// Values stand as they were sent. `keyframes` has both its frames, as captures show.
    ///
    /// - Parameter body: The request as compact JSON.
    /// - Returns: The echo as compact JSON.
    package static func videoEcho(of body: String) -> String {
        var record = JSONRecord()
        try? record.load(body.utf8)
        var output = ByteBuffer(capacity: 512)
        for (key, fallback) in videoDefaults {
            output.append(output.count == 0 ? UInt8(ascii: "{") : UInt8(ascii: ","))
            output.appendQuoted(key.name)
            output.append(UInt8(ascii: ":"))
            let member = record[key]
            if !member.isPresent || record.kind(member) == .null {
                output.append(fallback)
            } else if key.description == "keyframes", record.kind(member) == .object {
                writeFrames(member, record, &output)
            } else {
                record.copyValue(member, to: &output)
            }
        }
        output.append(UInt8(ascii: "}"))
        return output.text(0..<output.count)
    }

    private static let videoDefaults: [(JSONKey, StaticString)] = [
        ("generation_type", "\"video\""), ("prompt", "null"), ("aspect_ratio", "\"16:9\""), ("loop", "false"),
        ("keyframes", "null"), ("callback_url", "null"), ("model", "\"ray-2\""), ("resolution", "null"),
        ("duration", "null"), ("concepts", "null"),
    ]

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

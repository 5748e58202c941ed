import AgentsCore
import Testing

@testable import CompatServer

/// Requests of the Dream Machine API on their way through the server: what the Agents API gets, and how many rows of the
/// ledger the caller is told of.
@Suite(.timeLimit(.minutes(1))) struct DreamMachineTranslationTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let path: String
        let body: String
        let sent: String
        let losses: Int

        init(_ path: String, _ body: String, _ sent: String, losses: Int) {
            self.path = path
            self.body = body
            self.sent = sent
            self.losses = losses
        }

        var testDescription: String { "\(path) \(body)" }
    }

    private static let videos = [
        Row(
            "", #"{"prompt":"a tiger"}"#,
            #"{"prompt":"a tiger","model":"ray-3.2","type":"video","aspect_ratio":"16:9"}"#, losses: 1),
        Row(
            "/video", #"{"model":"ray-3.2","prompt":"a tiger"}"#,
            #"{"prompt":"a tiger","model":"ray-3.2","type":"video","aspect_ratio":"16:9"}"#, losses: 0),
        Row(
            "/video",
            #"{"model":"ray-1.6","prompt":"a tiger","aspect_ratio":"9:21","loop":true,"duration":5,"resolution":"1080"}"#,
            #"{"prompt":"a tiger","model":"ray-3.2","type":"video","aspect_ratio":"9:16","video":{"resolution":"1080p","duration":"5s","loop":true}}"#,
            losses: 2),
        Row(
            "/video", #"{"model":"ray-flash-2","prompt":"a tiger","duration":"9s","resolution":"540p"}"#,
            #"{"prompt":"a tiger","model":"ray-3.2","type":"video","aspect_ratio":"16:9","video":{"resolution":"540p","duration":"10s"}}"#,
            losses: 2),
        Row(
            "/video", #"{"model":"ray-2","prompt":"a tiger","concepts":[{"key":"dolly_zoom"},{"key":"pov"}]}"#,
            #"{"prompt":"a tiger\nCamera: dolly zoom, pov.","model":"ray-3.2","type":"video","aspect_ratio":"16:9"}"#,
            losses: 3),
        Row(
            "", #"{"model":"ray-2","keyframes":{"frame0":{"type":"image","url":"https://e.com/a.png"}}}"#,
            #"{"prompt":"Smooth, natural motion that continues what the picture shows.","model":"ray-3.2","type":"video","video":{"start_frame":{"url":"https://e.com/a.png"}}}"#,
            losses: 2),
        Row(
            "",
            #"{"model":"ray-2","prompt":"a tiger","duration":"10s","keyframes":{"frame0":{"type":"image","url":"https://e.com/a.png"},"frame1":{"type":"image","url":"https://e.com/b.png"}}}"#,
            #"{"prompt":"a tiger","model":"ray-3.2","type":"video","video":{"duration":"10s","keyframes":[{"url":"https://e.com/a.png"},{"url":"https://e.com/b.png"}],"keyframe_indexes":[0,240]}}"#,
            losses: 1),
        Row(
            "", #"{"model":"ray-2","prompt":"a tiger","negative_prompt":"dogs","type":"x"}"#,
            #"{"prompt":"a tiger","model":"ray-3.2","type":"video","aspect_ratio":"16:9"}"#, losses: 3),
    ]

    private static let images = [
        Row(
            "/image", #"{"prompt":"a kite"}"#,
            #"{"prompt":"a kite","model":"uni-1","type":"image","aspect_ratio":"16:9","output_format":"jpeg"}"#,
            losses: 1),
        Row(
            "/image", #"{"prompt":"a kite","model":"photon-flash-1","aspect_ratio":"4:3","format":"png"}"#,
            #"{"prompt":"a kite","model":"uni-1","type":"image","aspect_ratio":"3:2","output_format":"png"}"#, losses: 2
        ),
        Row(
            "/image",
            #"{"prompt":"a kite","model":"uni-1","image":[{"url":"https://e.com/a.png","weight":0.5}],"style_ref":[{"url":"https://e.com/b.png"}]}"#,
            #"{"prompt":"a kite\nReference images: 1 for the content; 2 for the style.","model":"uni-1","type":"image","aspect_ratio":"16:9","output_format":"jpeg","image_ref":[{"url":"https://e.com/a.png"},{"url":"https://e.com/b.png"}]}"#,
            losses: 2),
        Row(
            "/image",
            #"{"prompt":"make it red","model":"uni-1","modify_image_ref":{"url":"https://e.com/a.png"},"aspect_ratio":"1:1"}"#,
            #"{"prompt":"make it red","model":"uni-1","type":"image_edit","output_format":"jpeg","source":{"url":"https://e.com/a.png"}}"#,
            losses: 1),
    ]

    private static let changes = [
        Row(
            "/video/modify",
            #"{"generation_type":"modify_video","media":{"url":"https://e.com/a.mov"},"first_frame":{"url":"https://e.com/f.png"},"model":"ray-3.2","mode":"reimagine_3","prompt":"in clay"}"#,
            #"{"prompt":"in clay","model":"ray-3.2","type":"video_edit","source":{"url":"https://e.com/a.mov","media_type":"video/quicktime"},"video":{"start_frame":{"url":"https://e.com/f.png"},"edit":{"strength":"reimagine_3"}}}"#,
            losses: 0),
        Row(
            "/video/modify", #"{"media":{"url":"https://e.com/a"},"model":"ray-flash-2","mode":"flex_1"}"#,
            #"{"prompt":"Stay true to the source.","model":"ray-3.2","type":"video_edit","source":{"url":"https://e.com/a","media_type":"video/mp4"},"video":{"edit":{"strength":"flex_1"}}}"#,
            losses: 3),
        Row(
            "/video/reframe",
            #"{"generation_type":"reframe_video","media":{"url":"https://e.com/a.mp4"},"model":"ray-3.2","prompt":"wider","aspect_ratio":"16:9","x_start":512,"x_end":1536,"y_start":0,"y_end":1152}"#,
            #"{"prompt":"wider","model":"ray-3.2","type":"video_reframe","aspect_ratio":"16:9","source":{"url":"https://e.com/a.mp4","media_type":"video/mp4"},"video":{"source_position":{"x_norm":0.25,"y_norm":0.0,"w_norm":0.5,"h_norm":1.0}}}"#,
            losses: 0),
    ]

    @Test func `what is sent is what the rules say`() async throws {
        let sent = SentRequests()
        try await Bench.run(.inProcess, .generous, recorder: sent) { bench in
            for row in Self.videos + Self.images + Self.changes {
                let before = sent.all.count
                let answer = try JSONAnswer(
                    await bench.call(.post, "/dream-machine/v1/generations\(row.path)", row.body))
                #expect(answer.status == 201, "\(row): \(answer.text)")
                #expect(try sent.all.dropFirst(before).map(Self.sorted) == [Self.sorted(row.sent)], "\(row)")
                #expect(answer.response.fields["X-Compat-Losses"] == "\(row.losses)", "\(row)")
            }
        }
    }

    /// A generation of the caller's is named to the Agents API by the id that it has there, whichever way the caller does.
    @Test(arguments: ["frame0", "frame1"])
    func aGenerationIsExtended(_ frame: String) async throws {
        let sent = SentRequests()
        try await Bench.run(.inProcess, recorder: sent) { bench in
            let path = "/dream-machine/v1/generations"
            let first = try JSONAnswer(await bench.call(.post, path, #"{"prompt":"a tiger"}"#))
            let id = try #require(first.string("id"))
            bench.clock.advance(by: .seconds(90))
            let keyframes = #"{"\#(frame)":{"type":"generation","id":"\#(id)"}}"#
            let body = #"{"model":"ray-3.2","prompt":"it sleeps","keyframes":\#(keyframes)}"#
            #expect(try await bench.call(.post, path, body).status == 201)
            let member = frame == "frame0" ? "start_frame" : "end_frame"
            #expect(sent.all.last?.contains(#""\#(member)":{"generation_id":"\#(id)"}"#) == true)
        }
    }

    // MARK: Refusals

    private static let long = String(repeating: "x", count: 10 << 20)
    private static let image = #"{"type":"image","url":"https://e.com/a.png"}"#
    private static let generation = #"{"type":"generation","id":"00000000-0000-4000-8000-000000000000"}"#

    /// Path, body, status, and what the answer must name.
    private static let refused: [(path: String, body: String, status: Int, name: String)] = [
        ("", #"{"prompt":["abc"]}"#, 422, "prompt"), ("", #"{"prompt":"abc","loop":"maybe"}"#, 422, "loop"),
        ("", #"{"prompt":"a\u0000c"}"#, 422, "prompt"), ("", #"{"prompt":"abc","prompt":"def"}"#, 422, "detail"),
        ("", "{\"prompt\":\"a\u{0}c\"}", 422, "detail"), ("", #"{"prompt":"\#(long)"}"#, 413, "detail"),
        ("", #"{"prompt":"\#(long.prefix(6000))"}"#, 400, "Prompt is too long"),
        ("", #"{"prompt":"abc","aspect_ratio":"5:4"}"#, 400, "aspect_ratio"),
        ("", #"{"prompt":"abc","resolution":"8k"}"#, 400, "resolution"),
        ("", #"{"prompt":"abc","duration":"1h"}"#, 400, "duration"),
        ("", #"{"prompt":"abc","model":"ray-9"}"#, 400, "model"),
        ("", #"{"prompt":"abc","concepts":[{"key":"x"}]}"#, 400, "concept"),
        ("", #"{"prompt":"abc","keyframes":{"frame0":{"type":"image","id":"x"}}}"#, 422, "url"),
        ("", #"{"prompt":"abc","keyframes":{"frame0":{"type":"image","url":"file:///x"}}}"#, 422, "frame0"),
        ("", #"{"prompt":"abc","keyframes":{"frame0":\#(generation)}}"#, 400, "keyframes.frame0.id"),
        ("", #"{"prompt":"abc","keyframes":{"frame1":\#(generation)}}"#, 400, "keyframes.frame1.id"),
        ("", #"{"prompt":"abc","keyframes":{"frame0":\#(generation),"frame1":\#(image)}}"#, 400, "keyframe"),
        ("/image", #"{"prompt":"abc","image_ref":{"url":"https://e.com/a"}}"#, 422, "image_ref"),
        ("/image", #"{"prompt":"abc","style_ref":[{"url":"data:x"}]}"#, 422, "style_ref"),
        ("/image", #"{"prompt":"abc","sync_timeout":-1}"#, 400, "sync_timeout"),
        ("/image", #"{"prompt":"abc","format":"gif"}"#, 400, "format"),
        ("/video/modify", #"{"prompt":"abc","mode":"flex_1"}"#, 422, "media"),
        ("/video/modify", #"{"media":{"url":"https://e.com/a.mp4"},"mode":"wild"}"#, 400, "mode"),
        ("/video/reframe", #"{"media":{"url":"https://e.com/a.mp4"}}"#, 422, "aspect_ratio"),
        ("/video/reframe", #"{"media":{"url":"https://e.com/a.mp4"},"aspect_ratio":"2:7"}"#, 400, "aspect_ratio"),
        ("/image/reframe", "{}", 400, "modify_image_ref|image_ref"), ("/x/upscale", "{}", 400, "1080p"),
        ("/x/audio", "{}", 400, "Audio"),
    ]

    @Test func `what is wrong is named, and nothing is sent`() async throws {
        let sent = SentRequests()
        try await Bench.run(.inProcess, recorder: sent) { bench in
            for (path, body, status, name) in Self.refused {
                let answer = try JSONAnswer(
                    await bench.call(.post, "/dream-machine/v1/generations\(path)", body))
                #expect(answer.status == status, "\(path) \(body.prefix(80)): \(answer.text.prefix(200))")
                #expect(answer.keys == ["detail"])
                #expect(name.split(separator: "|").contains { answer.text.contains($0) }, "\(name): \(answer.text)")
                if status == 400 { #expect(answer.string("detail")?.hasPrefix("400: ") == true) }
            }
            // Another's generation is as unknown as one that never was.
            let other = try JSONAnswer(
                await bench.call(
                    .post, "/dream-machine/v1/generations", #"{"prompt":"abc"}"#, key: "luma-api-other"))
            let id = try #require(other.string("id"))
            let keyframes = #"{"frame0":{"type":"generation","id":"\#(id)"}}"#
            let foreign = try JSONAnswer(
                await bench.call(
                    .post, "/dream-machine/v1/generations", #"{"prompt":"abc","keyframes":\#(keyframes)}"#))
            #expect(foreign.status == 400)
            #expect(foreign.string("detail")?.contains("keyframes.frame0.id") == true)
            #expect(sent.all.count == 1)
            #expect(try await bench.upstream().integer("jobs_created") == 1)
        }
    }

    /// A request with its members in a fixed order: only their order is free.
    private static func sorted(_ json: String) throws -> String {
        var record = JSONRecord()
        try record.load(json.utf8)
        return text(.root, of: record)
    }

    private static func text(_ value: JSONRef, of record: borrowing JSONRecord) -> String {
        guard record.kind(value) == .object else { return record.json(value) }
        var members: [String] = []
        var member = record.first(in: value)
        while member.isPresent {
            members.append("\(record.key(member)):\(text(member, of: record))")
            member = record.next(after: member, in: value)
        }
        return "{\(members.sorted().joined(separator: ","))}"
    }
}

import AdapterTesting
import Testing

/// A legacy request that clients send, or that is documented.
struct RequestSample: Sendable, CustomTestStringConvertible {
    let laws: RequestLaws
    let json: String

    var testDescription: String { json }

    static let all =
        dreamMachine.map { RequestSample(laws: .dreamMachineVideo, json: $0) }
        + images.map { RequestSample(laws: .dreamMachineImage, json: $0) }
        + edits.map { RequestSample(laws: .dreamMachineModify, json: $0) }
        + reframings.map { RequestSample(laws: .dreamMachineReframe, json: $0) }
        + aceData.map { RequestSample(laws: .aceDataVideos, json: $0) }
        + RequestLaws.withoutCounterpart.map { RequestSample(laws: $0, json: #"{"resolution":"4k"}"#) }

    /// Requests as the documentation, the echoes of captures and the official clients have them.
    private static let dreamMachine = [
        #"{"prompt":"an old lady laughing underwater"}"#,
        #"{"generation_type":"video","prompt":"an old lady laughing underwater, wearing a scuba diving suit","aspect_ratio":"16:9","loop":false,"keyframes":null,"callback_url":null,"model":"ray-flash-2","resolution":"720p","duration":"5s","concepts":null}"#,
        #"{"prompt":"A teddy bear in sunglasses","aspect_ratio":"16:9","loop":true,"model":"ray-1.6","duration":null,"resolution":null}"#,
        #"{"aspect_ratio":"16:9","keyframes":{"frame0":{"type":"image","url":"https://example.com/a.jpg"},"frame1":null},"loop":true,"prompt":"Make the gears turn"}"#,
        #"{"keyframes":{"frame0":{"type":"image","url":"https://example.com/a.jpg"},"frame1":{"type":"image","url":"https://example.com/b.jpg"}},"model":"ray-2","duration":"9s","resolution":"1080"}"#,
        #"{"prompt":"to the end","keyframes":{"frame1":{"type":"image","url":"https://example.com/b.jpg"}},"model":"ray-2","duration":"10s"}"#,
        #"{"prompt":"from the start","keyframes":{"frame0":{"type":"image","url":"https://example.com/a.jpg","weight":0.5}},"model":"ray-2","duration":9,"aspect_ratio":"9:21"}"#,
        #"{"prompt":"The tiger rolls","keyframes":{"frame0":{"type":"generation","id":"123e4567-e89b-12d3-a456-426614174000"}},"model":"ray-2","loop":true}"#,
        #"{"prompt":"The tiger rolls","keyframes":{"frame1":{"type":"generation","id":"123e4567-e89b-12d3-a456-426614174000"}},"model":"ray-1-6","duration":"9s"}"#,
        #"{"prompt":"A serene lake","keyframes":{"frame0":{"type":"image","url":"https://example.com/image.jpg"},"frame1":{"type":"generation","id":"123e4567-e89b-12d3-a456-426614174000"}}}"#,
        #"{"prompt":"a car","model":"ray-2","resolution":1080,"duration":5,"concepts":[{"key":"dolly_zoom"},{"key":"pan_left","strength":1}],"callback_url":"https://example.com/hook"}"#,
        #"{"prompt":"a car","model":"ray-2","resolution":"4k","loop":true,"duration":"9s","type":"video","negative_prompt":"blur","seed":7}"#,
        #"{"prompt":"a car","model":"ray-2","resolution":"8k","duration":"7s","aspect_ratio":"2:1"}"#,
    ]

    /// Requests that the guides print, and those that clients were seen to send.
    private static let aceData = [
        #"{"action":"extend","video_id":"0105c090-03a5-425a-8026-523341cd575b","prompt":"Astronauts shuttle from space to volcano"}"#,
        #"{"start_image_url":"https://cdn.acedata.cloud/r9vsv9.png","action":"generate","prompt":"Astronauts shuttle from space to volcano"}"#,
        #"{"loop":false,"action":"generate","prompt":"p","timeout":300,"enhancement":true,"async":true}"#,
        #"{"action":"generate","prompt":"p","aspect_ratio":"16:9","loop":false,"enhancement":true,"timeout":null,"callback_url":null,"async":true}"#,
        #"{"action":"generate","prompt":"p","aspect_ratio":"16:9","loop":false,"enhancement":true,"timeout":null,"callback_url":"http://cb"}"#,
        #"{"action":"generate","prompt":"p","aspect_ratio":"16:9","loop":false,"enhancement":true,"timeout":null,"callback_url":null,"start_image_url":"https://u/a.png","async":true}"#,
        #"{"action":"extend","video_id":"vid","prompt":"p","end_image_url":"https://u/b.png","async":true}"#,
        #"{"action":"extend","video_url":"https://u/v.mp4","prompt":"p","async":true}"#,
        #"{"prompt":"a drone flying over a mountain lake at sunrise","action":"generate","callback_url":"https://api.acedata.cloud/health"}"#,
        #"{"action":"generate","async":true}"#,
        #"{"video_id":"owned-video"}"#,
        #"{"action":"extend","video_id":"owned-video","video_url":"https://u/v.mp4","start_image_url":"https://u/a.png","loop":true}"#,
        #"{"action":"generate","prompt":"p","video_id":84211,"video_url":"https://u/v.mp4","thumbnail_url":"","custom":true,"wait":true,"timeout":1.5}"#,
        #"{"start_image_url":"https://u/a.png","end_image_url":"https://u/b.png","loop":true,"aspect_ratio":"9:21","prompt":""}"#,
        #"{"prompt":"p","aspect_ratio":"","start_image_url":"","end_image_url":"","video_id":"","video_url":""}"#,
        #"{"prompt":"p","aspect_ratio":"2:1"}"#,
    ]
}

import AdapterTesting
import AgentsCore
import Testing

@Suite struct GenerationRequestTests {
    @Test(arguments: AgentsFixture.requests)
    func comesBackFromJSON(_ fixture: AgentsFixture) throws {
        let request = try GenerationRequest(json: fixture.bytes)
        #expect(try JSONTree(request.json()) == JSONTree(fixture.bytes))
        #expect(try GenerationRequest(json: request.json()) == request)
    }

    @Test(arguments: AgentsFixture.requests.filter { !$0.name.contains("file_create") })
    func knowsEveryDocumentedMember(_ fixture: AgentsFixture) throws {
        let request = try GenerationRequest(json: fixture.bytes)
        let video = request.video.value
        let controls = video?.edit.value?.controls.value
        let references =
            (request.imageRef.value ?? []) + (video?.keyframes.value ?? []) + (video?.edit.value?.keyframes.value ?? [])
            + [request.source, video?.startFrame, video?.endFrame, video?.guideFrame].compactMap { $0?.value }
        let unknown: [[UnknownMember]?] =
            [
                request.unknown, request.layering.value?.unknown, video?.unknown, video?.sourcePosition.value?.unknown,
                video?.edit.value?.unknown, controls?.unknown, controls?.depth.value?.unknown,
                controls?.face.value?.unknown, controls?.normals.value?.unknown, controls?.pose.value?.unknown,
                controls?.trajectory.value?.unknown,
            ] + references.map(\.unknown)
        #expect(unknown.allSatisfy { $0?.isEmpty ?? true })
    }

    @Test func writesEveryMemberInTheDocumentedOrder() {
        let reference = MediaReference(url: "u", data: "d", mediaType: "m", generationID: "g", fileID: "f")
        let written = #"{"url":"u","data":"d","media_type":"m","generation_id":"g","file_id":"f"}"#
        let controls = EditControls(
            depth: .value(EditControls.Depth(enabled: true, blur: 0.5)),
            face: .value(EditControls.Face(enabled: false)),
            normals: .value(EditControls.Normals(enabled: .null, augmentation: 1)),
            pose: .value(EditControls.Pose(enabled: true, strength: .value(.coarse))),
            trajectory: .value(EditControls.Trajectory(enabled: true, sparsity: 0))
        )
        let edit = VideoEditOptions(
            autoControls: false,
            strength: .value(.flex2),
            controls: .value(controls),
            keyframes: .value([reference]),
            keyframeIndexes: .value([96])
        )
        let video = VideoOptions(
            resolution: .value(.p720),
            duration: .value(.seconds5),
            startFrame: .value(reference),
            endFrame: .value(reference),
            keyframes: .value([reference, reference]),
            keyframeIndexes: .value([0, 120]),
            loop: true,
            hdr: false,
            exrExport: false,
            edit: .value(edit),
            sourcePosition: .value(SourcePosition(xNorm: -0.5, yNorm: 0, wNorm: 1.5, hNorm: 2)),
            guideFrame: .value(reference)
        )
        let request = GenerationRequest(
            prompt: "p",
            model: .value(.ray32),
            type: .value(.video),
            aspectRatio: .value(.landscape16x9),
            imageRef: .value([reference]),
            source: .value(reference),
            style: .value(.manga),
            outputFormat: .value(.png),
            webSearch: true,
            userID: "u",
            video: .value(video),
            layering: .value(Layering(resolution: .value(.k2)))
        )
        let expected = """
            {"prompt":"p","model":"ray-3.2","type":"video","aspect_ratio":"16:9","image_ref":[\(written)],\
            "source":\(written),"style":"manga","output_format":"png","web_search":true,"user_id":"u",\
            "video":{"resolution":"720p","duration":"5s","start_frame":\(written),"end_frame":\(written),\
            "keyframes":[\(written),\(written)],"keyframe_indexes":[0,120],"loop":true,"hdr":false,"exr_export":false,\
            "edit":{"auto_controls":false,"strength":"flex_2",\
            "controls":{"depth":{"enabled":true,"blur":0.5},"face":{"enabled":false},\
            "normals":{"enabled":null,"augmentation":1},"pose":{"enabled":true,"strength":"coarse"},\
            "trajectory":{"enabled":true,"sparsity":0}},"keyframes":[\(written)],"keyframe_indexes":[96]},\
            "source_position":{"x_norm":-0.5,"y_norm":0,"w_norm":1.5,"h_norm":2},"guide_frame":\(written)},\
            "layering":{"resolution":"2k"}}
            """
        #expect(request.json().text == expected)
    }

    @Test func keepsAbsentNullAndEmptyApart() throws {
        let texts = [
            "{}", #"{"prompt":null}"#, #"{"prompt":""}"#, #"{"image_ref":null}"#, #"{"image_ref":[]}"#,
            #"{"image_ref":[{}]}"#, #"{"video":null}"#, #"{"video":{}}"#, #"{"video":{"loop":null}}"#,
            #"{"video":{"edit":{"controls":{"pose":{"enabled":null}}}}}"#, #"{"web_search":false}"#,
        ]
        for text in texts { #expect(try GenerationRequest(json: text.utf8).json().text == text) }
        #expect(Set(try texts.map { try GenerationRequest(json: $0.utf8) }).count == texts.count)
    }

    @Test func keepsTheDigitsOfNumbers() throws {
        let text = """
            {"video":{"edit":{"controls":{"depth":{"blur":0.50},"normals":{"augmentation":1E-2}}},\
            "source_position":{"x_norm":-0.0,"y_norm":1e0,"w_norm":1,"h_norm":0.1000000000000000055511151231257827}}}
            """
        let request = try GenerationRequest(json: text.utf8)
        #expect(request.json().text == text)
        #expect(request.video.value?.edit.value?.controls.value?.depth.value?.blur.value?.double == 0.5)
    }

    @Test(arguments: [
        (#"[]"#, "wrong_type", ""),
        (#"{"prompt":["a"]}"#, "wrong_type", "prompt"),
        (#"{"aspect_ratio":1.777}"#, "wrong_type", "aspect_ratio"),
        (#"{"image_ref":{"url":"x"}}"#, "wrong_type", "image_ref"),
        (#"{"image_ref":["x"]}"#, "wrong_type", "image_ref[0]"),
        (#"{"image_ref":[{},{},{"url":5}]}"#, "wrong_type", "image_ref[2].url"),
        (#"{"source":"x"}"#, "wrong_type", "source"),
        (#"{"web_search":"true"}"#, "wrong_type", "web_search"),
        (#"{"web_search":0}"#, "wrong_type", "web_search"),
        (#"{"video":{"duration":5}}"#, "wrong_type", "video.duration"),
        (#"{"video":{"keyframe_indexes":[0,"1"]}}"#, "wrong_type", "video.keyframe_indexes[1]"),
        (#"{"video":{"keyframe_indexes":[0,1,2.5]}}"#, "bad_value", "video.keyframe_indexes[2]"),
        (#"{"video":{"edit":{"keyframes":[{},{"data":{}}]}}}"#, "wrong_type", "video.edit.keyframes[1].data"),
        (#"{"video":{"edit":{"controls":{"depth":{"blur":"0"}}}}}"#, "wrong_type", "video.edit.controls.depth.blur"),
        (#"{"video":{"source_position":{"w_norm":null,"h_norm":[]}}}"#, "wrong_type", "video.source_position.h_norm"),
        (#"{"layering":{"resolution":2}}"#, "wrong_type", "layering.resolution"),
    ])
    func saysWhatIsWrongAndWhere(_ text: String, _ code: String, _ path: String) throws {
        let error = try #require(throws: ModelError.self) { try GenerationRequest(json: text.utf8) }
        #expect(error.code.description == code)
        #expect(error.path.description == path)
    }

    @Test func isReadFromAPlaceInADocument() throws {
        var record = JSONRecord()
        try record.load(#"{"body":{"prompt":"a"}}"#.utf8)
        let request = try GenerationRequest(reading: record, at: record["body"])
        #expect(request == GenerationRequest(prompt: "a"))
    }
}

extension RequestSample {
    /// Image requests as the documentation, `lumaai` and `@ai-sdk/luma` have them.
    static let images = [
        #"{"prompt":"A teddy bear in sunglasses playing electric guitar and dancing"}"#,
        #"{"generation_type":"image","model":"photon-1","prompt":"a kite","aspect_ratio":"16:9","format":"jpg","callback_url":null,"image_ref":null,"style_ref":null,"character_ref":null,"modify_image_ref":null,"sync":false,"sync_timeout":60}"#,
        #"{"prompt":"sunglasses","image_ref":[{"url":"https://example.com/a.jpg","weight":0.85}],"aspect_ratio":"4:3","model":"photon-flash-1","callback_url":"https://example.com/hook"}"#,
        #"{"prompt":"dog","style_ref":[{"url":"https://example.com/s.jpg","weight":0.8}],"aspect_ratio":"3:4","format":"png"}"#,
        #"{"prompt":"man as a warrior","character_ref":{"identity0":{"images":["https://example.com/c.jpg","https://example.com/d.jpg"]},"second":{"images":["https://example.com/e.jpg"]}},"aspect_ratio":"21:9"}"#,
        #"{"prompt":"transform all the flowers to sunflowers","modify_image_ref":{"url":"https://example.com/m.jpg","weight":1.0},"aspect_ratio":"9:21","sync":true,"sync_timeout":30}"#,
        #"{"modify_image_ref":{"url":"https://example.com/m.jpg"},"prompt":"","style_ref":[{"url":"https://example.com/s.jpg"}]}"#,
        #"{"prompt":"A cute baby sea otter","aspect_ratio":"9:21","model":"photon-1","image":[{"url":"https://example.com/a.jpg","weight":0.9},{"url":"https://example.com/b.jpg"}],"style":[{"url":"https://example.com/s.jpg"}],"character":{"identity0":{"images":["https://example.com/c.jpg"]}}}"#,
        #"{"prompt":"green","model":"photon-1","modify_image":{"url":"https://example.com/m.jpg","weight":0.5},"modify_image_ref":null}"#,
        #"{"prompt":"both","modify_image":{"url":"https://example.com/m.jpg"},"modify_image_ref":{"url":"https://example.com/n.jpg"}}"#,
        #"{"prompt":"all at once","model":"uni-1-max","aspect_ratio":"9:16","format":"webp","image_ref":[{"url":"https://example.com/a.jpg"}],"character_ref":{"identity0":{"images":[]},"identity1":null},"negative_prompt":"blur"}"#,
        #"{"prompt":"nine","image_ref":[{"url":"https://example.com/a0.jpg"},{"url":"https://example.com/a1.jpg"},{"url":"https://example.com/a2.jpg"},{"url":"https://example.com/a3.jpg"},{"url":"https://example.com/a4.jpg"}],"style_ref":[{"url":"https://example.com/s0.jpg"},{"url":"https://example.com/s1.jpg"},{"url":"https://example.com/s2.jpg"},{"url":"https://example.com/s3.jpg"}],"model":"photon-1"}"#,
        #"{"prompt":"ten","image_ref":[{"url":"https://example.com/a0.jpg"},{"url":"https://example.com/a1.jpg"},{"url":"https://example.com/a2.jpg"},{"url":"https://example.com/a3.jpg"},{"url":"https://example.com/a4.jpg"}],"style_ref":[{"url":"https://example.com/s0.jpg"},{"url":"https://example.com/s1.jpg"},{"url":"https://example.com/s2.jpg"},{"url":"https://example.com/s3.jpg"},{"url":"https://example.com/s4.jpg"}],"model":"photon-1"}"#,
        #"{"prompt":"eight and the source","image_ref":[{"url":"https://example.com/a0.jpg"},{"url":"https://example.com/a1.jpg"},{"url":"https://example.com/a2.jpg"},{"url":"https://example.com/a3.jpg"},{"url":"https://example.com/a4.jpg"},{"url":"https://example.com/a5.jpg"},{"url":"https://example.com/a6.jpg"},{"url":"https://example.com/a7.jpg"}],"modify_image_ref":{"url":"https://example.com/m.jpg"}}"#,
        #"{"prompt":"nine and the source","image_ref":[{"url":"https://example.com/a0.jpg"},{"url":"https://example.com/a1.jpg"},{"url":"https://example.com/a2.jpg"},{"url":"https://example.com/a3.jpg"},{"url":"https://example.com/a4.jpg"},{"url":"https://example.com/a5.jpg"},{"url":"https://example.com/a6.jpg"},{"url":"https://example.com/a7.jpg"},{"url":"https://example.com/a8.jpg"}],"modify_image_ref":{"url":"https://example.com/m.jpg"}}"#,
    ]

    /// Requests to modify a video as the documentation and `lumaai` have them.
    static let edits = [
        #"{"generation_type":"modify_video","media":{"url":"https://example.com/v.mp4"},"first_frame":{"url":"https://example.com/f.jpg"},"model":"ray-2","mode":"adhere_1","prompt":"Turn it into clay","callback_url":null}"#,
        #"{"prompt":"A man in a suit","media":{"url":"https://example.com/v.MOV?signature=a.b/c"},"model":"ray-flash-2","mode":"reimagine_3"}"#,
        #"{"media":{"url":"https://example.com/watch?v=x.mp4"},"model":"ray-flash-2","mode":"flex_2","callback_url":"https://example.com/hook"}"#,
        #"{"media":{"url":"https://video.webm","volume":1},"mode":"flex_9","prompt":"","aspect_ratio":"1:1","seed":7}"#,
        #"{"media":{"url":"https://example.com/a/v.webm"},"model":"ray-3.2","mode":"adhere_3","prompt":"Snow","first_frame":null}"#,
    ]

    /// Requests to give a video another shape as the documentation and `lumaai` have them.
    static let reframings = [
        #"{"generation_type":"reframe_video","media":{"url":"https://example.com/v.mp4"},"model":"ray-2","prompt":"A river","aspect_ratio":"16:9"}"#,
        #"{"media":{"url":"https://example.com/v.mp4"},"model":"ray-flash-2","prompt":"","aspect_ratio":"9:21","x_start":100,"x_end":900,"y_start":-50,"y_end":2000}"#,
        #"{"media":{"url":"https://example.com/v"},"aspect_ratio":"1:1","grid_position_x":0,"grid_position_y":336,"resized_width":1536,"resized_height":864,"prompt":"A river"}"#,
        #"{"generation_type":"reframe_video","media":{"url":"https://example.com/v.mp4"},"model":"ray-2","aspect_ratio":"4:3","x_start":0,"x_end":1792,"y_start":0,"y_end":1344,"grid_position_x":5,"grid_position_y":5,"resized_width":10,"resized_height":10,"callback_url":"https://example.com/hook"}"#,
        #"{"media":{"url":"https://example.com/v.mp4"},"model":"ray-2","aspect_ratio":"21:9","x_start":-9000,"x_end":9000,"y_start":-5000,"y_end":-4000,"first_frame":{"url":"https://example.com/f.jpg"},"format":"png"}"#,
        #"{"media":{"url":"https://example.com/v.mp4"},"model":"ray-2","aspect_ratio":"3:4","x_start":1,"grid_position_x":2,"grid_position_y":3,"resized_width":4,"resized_height":5}"#,
        #"{"media":{"url":"https://example.com/v.mp4"},"model":"ray-2","aspect_ratio":"9:16","x_end":1,"resized_width":4}"#,
    ]
}

/// What the demo prints: where everything is, and lines that work as they stand.
struct DemoText {
    /// The server's origin.
    let server: String
    /// The simulator's origin.
    let simulator: String
    /// A key that the simulator accepts.
    let key: String

    /// The text.
    var text: String {
        """
        Dream Machine API  \(server)/dream-machine/v1
        AceData API        \(server)
        Agents API         \(simulator)/v1  (the simulator behind both)
        Key                \(key)

        Dream Machine with curl: create a video, then ask for it.

        id=$(curl -s \(server)/dream-machine/v1/generations \\
          -H 'Authorization: Bearer \(key)' -H 'Content-Type: application/json' \\
          -d '{"model":"ray-2","prompt":"an old lady laughing underwater"}' | sed -E 's/^\\{"id":"([^"]*)".*/\\1/')
        curl -s \(server)/dream-machine/v1/generations/$id -H 'Authorization: Bearer \(key)'

        AceData with curl: create a video and wait for it.

        curl -s \(server)/luma/videos \\
          -H 'Authorization: Bearer \(key)' -H 'Content-Type: application/json' \\
          -d '{"action":"generate","prompt":"Astronauts shuttle from space to volcano"}'

        Dream Machine with its own client (pip install lumaai==1.21.0):

        python3 - <<'PYTHON'
        import time
        from lumaai import LumaAI
        client = LumaAI(auth_token="\(key)", base_url="\(server)/dream-machine/v1")
        video = client.generations.create(model="ray-2", prompt="a tiger walking in snow")
        while video.state not in ("completed", "failed"):
            time.sleep(1)
            video = client.generations.get(id=video.id)
        print(video.state, video.assets.video)
        PYTHON

        AceData with its own client (pip install acedatacloud==2026.10.20.0):

        python3 - <<'PYTHON'
        from acedatacloud import AceDataCloud
        client = AceDataCloud(api_token="\(key)", base_url="\(server)")
        task = client.luma.generate(prompt="a lighthouse in a storm").wait(poll_interval=1)
        print(task["response"]["state"], task["response"]["video_url"])
        PYTHON

        Ctrl-C ends the demo.

        """
    }
}

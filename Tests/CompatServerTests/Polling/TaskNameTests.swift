import Testing

@testable import CompatServer

@Suite struct TaskNameTests {
    @Test func `Every id comes back as it was`() {
        let ids =
            (0..<100).map { _ in randomUUID() } + [
                "", "x", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
                "0123ABCD-0000-0000-0000-000000000000", "0123abcd_0000-0000-0000-000000000000",
                "0123abcd0-000-0000-0000-000000000000", "generation-1", "ünïcode",
            ]
        for id in ids { #expect(TaskName(id).text == id) }
        #expect(Set(ids.map(TaskName.init)).count == ids.count)
    }

    @Test func `A UUID takes no memory of its own`() {
        guard case .uuid(let high, let low) = TaskName("01234567-89ab-cdef-fedc-ba9876543210") else {
            Issue.record("it is a UUID")
            return
        }
        #expect(high == 0x0123_4567_89ab_cdef && low == 0xfedc_ba98_7654_3210)
        #expect(MemoryLayout<TaskName>.size <= 17)
        #expect(MemoryLayout<LiveTask>.stride <= 160)
    }

    @Test func `Places are given again, and a task that was taken away is none`() throws {
        var tasks = LiveTasks()
        func task(_ number: UInt64) -> LiveTask {
            var task = LiveTask.vacant
            task = LiveTask(
                name: .uuid(0, number), upstreamName: nil, traceName: .uuid(0, 0), isWaiting: false, service: 0, key: 0,
                poll: task.poll, updatedAt: task.updatedAt)
            return task
        }
        let places = (1...1000).map { tasks.insert(task($0)) }
        #expect(Set(places).count == 1000 && tasks.count == 1000)
        #expect(tasks.remove(.uuid(0, 500))?.name == .uuid(0, 500))
        #expect(tasks.remove(.uuid(0, 500)) == nil && tasks.place(of: .uuid(0, 500)) == nil)
        #expect(tasks[places[499]].isAsked, "nobody asks after what is not there")
        #expect(tasks.insert(task(2000)) == places[499])
        #expect(tasks[places[0]].name == .uuid(0, 1))
    }
}

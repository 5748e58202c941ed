import Testing

@testable import CompatServer

@Suite struct DueQueueTests {
    @Test func `Entries come out in the order of their times`() {
        var queue = DueQueue<String>()
        var generator = SystemRandomNumberGenerator()
        let times = (0..<500).map { Duration.milliseconds($0) }
        for time in times.shuffled(using: &generator) { queue.insert(.init(due: time, "\(time)")) }
        var order: [Duration] = []
        while let entry = queue.popDue(at: .seconds(1)) { order.append(entry.due) }
        #expect(order == times)
        #expect(queue.count == 0)
    }

    @Test func `What is not due stays`() {
        var queue = DueQueue<String>()
        queue.insert(.init(due: .seconds(2), "later"))
        #expect(queue.popDue(at: .seconds(1)) == nil)
        #expect(queue.first?.item == "later")
        queue.insert(.init(due: .seconds(1), "now"))
        #expect(queue.popDue(at: .seconds(1))?.item == "now")
        #expect(queue.popDue(at: .seconds(1)) == nil)
        #expect(queue.popDue(at: .seconds(2))?.item == "later")
    }
}

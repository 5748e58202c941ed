import Testing

@testable import AgentsSimulator

@Suite struct DeadlineQueueTests {
    @Test func forgetsWhatIsReached() {
        var queue = DeadlineQueue()
        let order = (0..<200).map { $0 * 73 % 200 }
        for second in order { queue.insert(.seconds(second)) }
        for second in 0..<200 {
            queue.removeReached(by: .seconds(second) - .milliseconds(1))
            #expect(queue.count == 200 - second)
        }
        queue.removeReached(by: .seconds(199))
        #expect(queue.count == 0)
        queue.removeReached(by: .seconds(500))
    }
}

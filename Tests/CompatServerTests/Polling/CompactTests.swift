import Testing

@testable import CompatServer

@Suite struct CompactTests {
    @Test(arguments: [
        Duration.zero, .nanoseconds(1), .nanoseconds(-1), .seconds(7200), .milliseconds(-1500), .seconds(9_000_000_000),
    ])
    func `A duration comes back as it was`(duration: Duration) {
        let compact = Compact(wrappedValue: duration)
        #expect(compact.wrappedValue == duration)
        #expect(MemoryLayout<Compact>.size == 8)
    }

    @Test func `What is too long is as long as can be`() {
        let longest = Compact(wrappedValue: .seconds(Int64.max)).wrappedValue
        #expect(longest > .seconds(9_000_000_000))
        #expect(Compact(wrappedValue: .seconds(Int64.min)).wrappedValue < .zero - longest + .seconds(1))
    }
}

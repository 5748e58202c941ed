import Testing

@testable import CompatServer

@Suite struct QueueTests {
    @Test func `It does what an array does`() {
        var draw = Chance(seed: 7)
        var (queue, model) = (Queue<Int>(), [Int]())
        for number in 0..<5000 {
            switch draw.next() % 5 {
            case 0...2:
                queue.append(number)
                model.append(number)
            case 3: #expect(queue.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
            default: #expect(queue.popLast() == model.popLast())
            }
            #expect(queue.count == model.count && queue.isEmpty == model.isEmpty)
            #expect(queue.first == model.first && queue.last == model.last)
        }
    }
}

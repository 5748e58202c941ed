import Testing

@testable import CompatServer

@Suite struct PlaceTableTests {
    /// A key whose hash is one of few, so that many meet.
    private struct Key: Hashable {
        let number: UInt32

        func hash(into hasher: inout Hasher) { hasher.combine(number % 7) }
    }

    @Test func `It does what a dictionary does, also where keys meet`() {
        var draw = Chance(seed: 11)
        var (table, model) = (PlaceTable<Key>(), [UInt32: UInt32]())
        // A key stands at the place of its number, shifted.
        let keyAt = { Key(number: $0 ^ 5) }
        for _ in 0..<20_000 {
            let number = UInt32(draw.next() % 200)
            let place = number ^ 5
            if model[number] == nil && draw.next() % 2 == 0 {
                table.insert(place, keyAt)
                model[number] = place
            } else {
                #expect(table.remove(Key(number: number), keyAt) == model.removeValue(forKey: number))
            }
            #expect(table.count == model.count)
        }
        for number in 0..<200 as Range<UInt32> { #expect(table.place(of: Key(number: number), keyAt) == model[number]) }
        #expect(Set(table.places) == Set(model.values))
    }
}

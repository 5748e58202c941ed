import AgentsCore
import Testing

/// Texts of every length: what stands in them is found wherever the steps of the scanner begin and end.
@Suite struct JSONLongTextTests {
    private static let lengths = Array(0..<150)

    private func load(_ text: [UInt8]) -> (record: String?, error: JSONError?) {
        var record = JSONRecord()
        do throws(JSONError) {
            try record.load(text)
        } catch {
            return (nil, error)
        }
        return (record.string(record.first(in: .root)), nil)
    }

    @Test(arguments: lengths)
    func stringsEndWhereTheyEnd(_ length: Int) {
        let letters = String(repeating: "a", count: length)
        for (written, meant) in [("", ""), (#"\n"#, "\n"), ("é", "é"), (#"\ud83d\ude00"#, "😀"), (#"\""#, "\"")] {
            for behind in [0, 1, 15, 16, 64] {
                let rest = String(repeating: "b", count: behind)
                let text = "[\"\(letters)\(written)\(rest)\", \"next\"]"
                #expect(load(Array(text.utf8)).record == letters + meant + rest)
            }
        }
    }

    @Test(arguments: lengths)
    func faultsAreFoundAtTheirPlace(_ length: Int) {
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: length)
        let rest = Array("bbbbbbbbbbbbbbbbbb\"]".utf8)
        #expect(load(Array("[\"".utf8) + letters + [0x1F] + rest).error?.offset == length + 2)
        #expect(load(Array("[\"".utf8) + letters + [0xFF] + rest).error?.code == .notUTF8)
        #expect(load(Array("[\"".utf8) + letters + [0xFF] + rest).error?.offset == length + 2)
        #expect(load(Array("[\"".utf8) + letters).error?.offset == length + 2)
        #expect(load(Array("{\"".utf8) + letters + [0x1F] + rest).error?.offset == length + 2)
        #expect(load(Array("{\"".utf8) + letters).error?.offset == length + 2)
    }

    @Test(arguments: lengths.dropFirst())
    func numbersEndWhereTheyEnd(_ length: Int) {
        let digits = String((0..<length).map { Character("\(($0 + 1) % 10)") })
        for text in [digits, "-\(digits)", "0.\(digits)", "1e\(digits)", "\(digits).5E-\(digits)"] {
            var record = JSONRecord()
            #expect(throws: Never.self) { try record.load("[\(text),\(text)]".utf8) }
            let first = record.json(record.first(in: .root))
            #expect(first == text)
        }
        for byte in UInt8(0x20)..<0x7F where !(0x30...0x39).contains(byte) && !Array(",].eE ".utf8).contains(byte) {
            let error = load(Array("[\(digits)".utf8) + [byte, UInt8(ascii: "]")]).error
            #expect(error?.offset == length + 1)
        }
    }
}

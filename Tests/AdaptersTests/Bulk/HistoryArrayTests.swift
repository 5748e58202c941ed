import AdapterTesting
import AgentsCore
import Testing

@testable import Adapters

/// Arrays with faults: one broken element costs no other.
@Suite struct HistoryArrayTests {
    private func transcript(_ input: String) -> HistoryTranscript {
        let transcript = HistoryTranscript(Array(input.utf8))
        expectKept(transcript.violation(in: Array(input.utf8)))
        return transcript
    }

    private static let all = [#"{"a":1}"#, #"{"b":2}"#, #"{"c":3}"#]

    @Test(arguments: [",", ",\n", "\n,\n", "\n,"])
    func aBrokenElementCostsNoOther(_ separator: String) {
        for broken in [
            "{\"x\" 1}", "{\"x\":[1,,2]}", "{\"x\":\"\\ud800\"}", "{\"x\":1,\"x\":2}", "[tru]", "{\"x\":\n01}",
        ] {
            let input = "[\([Self.all[0], broken, Self.all[1]].joined(separator: separator))]\n\(Self.all[2])\n"
            let transcript = transcript(input)
            #expect(transcript.documents == Self.all, "\(input)")
            #expect(transcript.regions.map { ($0.text ?? []).text } == [broken])
        }
    }

    @Test func `a word that is none costs the rest of its line`() {
        let transcript = transcript("[{\"a\":1},\nx,\n{\"b\":2}]\n{\"c\":3}\n")
        #expect(transcript.documents == Self.all)
        #expect(transcript.regions.map { ($0.text ?? []).text } == ["x,"])
    }

    /// All elements on one line, as a program writes them.
    @Test(arguments: ["x", "NaN", "undefined", "", ",", "}", "tru", "01", "\"\\x\"", "{\"x\":1}}"])
    func aFaultBetweenElementsCostsNoOther(_ fault: String) {
        let transcript = transcript("[{\"a\":1},\(fault),{\"b\":2}]\n{\"c\":3}\n")
        #expect(transcript.documents == Self.all)
        #expect(!transcript.regions.isEmpty)
    }

    @Test func `a missing comma is a fault, and costs no element`() {
        let transcript = transcript("[{\"a\":1}\n{\"b\":2}]\n{\"c\":3}\n")
        #expect(transcript.documents == Self.all)
        #expect(transcript.regions.map(\.name) == ["not_json"])
        #expect(transcript.regions.map(\.line) == [2])
    }

    @Test(arguments: ["", "\n", ",", ",\n", " , \n"])
    func anArrayWithoutItsEndKeepsItsElements(_ end: String) {
        let transcript = transcript("[{\"a\":1},\n{\"b\":2},{\"c\":3}\(end)")
        #expect(transcript.documents == Self.all)
        #expect(transcript.regions.map(\.name) == ["not_json"])
    }

    @Test func `the fault of an array without its end lies in the input`() throws {
        for input in ["[", "[1", "[1,", "[\n", "[1\n", "[{\"a\":1},"] {
            let region = try #require(HistoryTranscript(Array(input.utf8)).regions.first)
            #expect(region.start <= input.utf8.count, "\(input.debugDescription)")
            #expect(region.line <= input.split(separator: "\n", omittingEmptySubsequences: false).count)
        }
    }

    @Test(arguments: ["[{\"a\":1},]", "[{\"a\":1},,]", "[\n{\"a\":1},\n]"])
    func commasWithoutElementsAreFaults(_ array: String) {
        let transcript = transcript("\(array)\n{\"b\":2}\n{\"c\":3}\n")
        #expect(transcript.documents == Self.all)
        #expect(!transcript.regions.isEmpty)
    }

    @Test(arguments: ["x", "]", "} {\"x\":1}", ", {\"x\":1}"])
    func textBehindAnArrayIsARegion(_ text: String) {
        let transcript = transcript("[{\"a\":1}] \(text)\n{\"b\":2}\n{\"c\":3}\n")
        #expect(transcript.documents == Self.all)
        #expect(transcript.regions.map { ($0.text ?? []).text } == [text])
    }

    @Test func `a broken element on one long line does not depend on blocks`() {
        let filler = String(repeating: "y", count: 300)
        let input = Array("[{\"a\":1},{\"x\":x\"\(filler)\"},{\"b\":2},{\"c\":3}]\n{\"d\":4}\n".utf8)
        let whole = HistoryTranscript(input)
        #expect(whole.documents.last == #"{"d":4}"#)
        for size in [10, 50, 150, 320, 340] {
            #expect(HistoryTranscript(input, blocks: [size]) == whole, "blocks of \(size)")
        }
    }

    /// An element that comes in small pieces must not be scanned from its start with each of them.
    @Test(arguments: [
        "{\"a\":[\n%]}", "{\"a\":\"%\"}", "\"%\"", "{\"a\" 1,\"b\":\"%\"}", "{\"a\" 1,\n\"b\":[\n%]}", "x%", "7%",
    ])
    func piecesOfALargeElementTakeLinearTime(_ element: String) {
        let filler = String(repeating: element.contains("[") ? "123456,\n" : "12345678", count: 100_000)
        let text = element.replacing("%", with: filler.dropLast(2))
        let input = Array("[{\"a\":1},\n\(text),\n{\"b\":2}]\n{\"c\":3}\n".utf8)
        var reader = HistoryReader()
        var (documents, position) = (0, 0)
        reading: while true {
            switch reader.next() {
            case .document: documents += 1
            case .rejected: break
            case .end: break reading
            case .needsInput:
                reader.fill { buffer in
                    let piece = input[position..<min(position + 200, input.count)]
                    buffer.copyBytes(from: piece)
                    position += piece.count
                    return piece.count
                }
            }
        }
        #expect(documents >= 3)
        // Up to 64 KiB, an element is scanned each time: that alone are a dozen times as many bytes.
        #expect(reader.bytesInVain < 20 * input.count, "\(reader.bytesInVain) of \(input.count)")
    }
}

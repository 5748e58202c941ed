import AdapterTesting
import AgentsCore
import Foundation
import Testing

/// Another reader, the `json` module of Python, judges damaged payloads: where the two differ, it is on purpose.
@Suite struct JSONPythonTests {
    /// Why the two may differ; in each case Python takes what is refused here.
    enum Policy: CaseIterable {
        /// Ours refuses a key that stands twice; Python takes the last.
        case duplicateKey
        /// Ours refuses half of a surrogate pair; Python has strings that hold one.
        case loneSurrogate
        /// Ours refuses nesting beyond 128 levels; Python goes on until its stack is full.
        case depth
        /// Ours reads UTF-8 alone; Python skips a byte order mark and guesses other encodings by their zeros.
        case encoding
        /// Ours refuses surrogates that are written as UTF-8; Python decodes them.
        case surrogateBytes
        /// Ours follows the grammar; Python takes `NaN`, `Infinity` and `-Infinity`.
        case constant

        /// The policy behind a refusal; nothing if it is a fault of one of the two.
        init?(_ text: [UInt8], _ error: JSONError) {
            switch error.code {
            case .duplicateKey: self = .duplicateKey
            case .loneSurrogate: self = .loneSurrogate
            case .tooDeep: self = .depth
            case .notUTF8 where text.dropFirst(error.offset).first == 0xED: self = .surrogateBytes
            case .notJSON, .notUTF8:
                if text.starts(with: [0xEF, 0xBB, 0xBF]) || text.prefix(4).contains(0) || text.first ?? 0 >= 0xFE {
                    self = .encoding
                } else if ["NaN", "Infinity", "-Infinity"].contains(where: {
                    text.dropFirst(error.offset).starts(with: $0.utf8)
                        || text[..<min(error.offset + 1, text.count)].suffix(2).elementsEqual($0.utf8.prefix(2))
                }) {
                    self = .constant
                } else {
                    return nil
                }
            default: return nil
            }
        }
    }

    private static let blockSize = 1000
    private static let script = Fixture.folder.appending(path: "../Tests/Fuzzing/python_json.py").standardizedFileURL

    /// What Python says of texts: nothing for those that it refuses.
    private func verdicts(_ texts: [[UInt8]]) throws -> [JSONTree?] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "agents-compat-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (folder.appending(path: "documents"), folder.appending(path: "verdicts"))
        try Data(texts.flatMap { Array("\($0.count)\n".utf8) + $0 }).write(to: input)
        try Data().write(to: output)
        let python = Process()
        python.executableURL = URL(filePath: "/usr/bin/env")
        python.arguments = ["python3", Self.script.path()]
        python.standardInput = try FileHandle(forReadingFrom: input)
        python.standardOutput = try FileHandle(forWritingTo: output)
        try python.run()
        python.waitUntilExit()
        try #require(python.terminationStatus == 0)
        let lines = try Data(contentsOf: output).split(separator: UInt8(ascii: "\n"))
        try #require(lines.count == texts.count)
        return try lines.map { $0.elementsEqual("!".utf8) ? nil : try Self.tree($0) }
    }

    /// A verdict as a value; one that the law kit's parser refuses is some string, which is equal to nothing.
    private static func tree(_ line: Data) throws -> JSONTree {
        (try? JSONTree(line)) ?? .text("no document: \(String(decoding: line, as: UTF8.self))")
    }

    @Test(arguments: MutationCount.seeds(ofBlocksOf: blockSize))
    func theyDifferOnPurposeOnly(_ seed: UInt64) throws {
        var mutator = TextMutator(seed: seed)
        let texts = (0..<Self.blockSize).map { index in
            mutator.mutation(of: Fixture.all[(Int(seed) * Self.blockSize + index) % Fixture.all.count].bytes)
        }
        var counts = (accepted: 0, refused: 0)
        for (text, theirs) in zip(texts, try verdicts(texts)) {
            var record = JSONRecord()
            do throws(JSONError) {
                try record.load(text)
                guard let theirs else {
                    report("Python refuses it", text)
                    continue
                }
                counts.accepted += 1
                if let place = difference(record, .root, theirs) { report("something else at \(place)", text) }
            } catch {
                counts.refused += 1
                if theirs != nil, Policy(text, error) == nil { report("Python takes it, but: \(error)", text) }
            }
        }
        // Were nearly all refused by both, little would have been compared.
        #expect(min(counts.accepted, counts.refused) > Self.blockSize / 6, "\(counts)")
    }

    private func report(_ what: String, _ text: [UInt8]) {
        Issue.record("\(what)")
        Attachment.record(text, named: "difference.json")
    }

    /// Where the values of a record and of Python differ.
    private func difference(_ record: borrowing JSONRecord, _ ref: JSONRef, _ tree: JSONTree, at path: String = "$")
        -> String?
    {
        switch tree {
        case .literal(let lexeme):
            let isLiteral = [.null, .bool, .number].contains(record.kind(ref))
            return isLiteral && record.json(ref).utf8.elementsEqual(lexeme) ? nil : path
        case .string(let spelling):
            return record.string(ref)?.utf8.elementsEqual(spelling.characters) == true ? nil : path
        case .array(let elements):
            guard record.has(ref, .array), record.count(ref) == elements.count else { return path }
            var child = record.first(in: ref)
            for (index, element) in elements.enumerated() {
                if let place = difference(record, child, element, at: "\(path)[\(index)]") { return place }
                child = record.next(after: child, in: ref)
            }
            return nil
        case .object(let members):
            guard record.has(ref, .object), record.count(ref) == members.count else { return path }
            var child = record.first(in: ref)
            for member in members {
                guard record.key(child).utf8.elementsEqual(member.key.characters) else {
                    return "\(path).\(member.key)"
                }
                if let place = difference(record, child, member.value, at: "\(path).\(member.key.text)") {
                    return place
                }
                child = record.next(after: child, in: ref)
            }
            return nil
        }
    }

    static let examples: [(policy: Policy, text: [UInt8])] = [
        (.duplicateKey, Array(#"{"a":1,"a":2}"#.utf8)), (.loneSurrogate, Array(#"["\ud83d"]"#.utf8)),
        (.depth, Array((String(repeating: "[", count: 129) + String(repeating: "]", count: 129)).utf8)),
        (.encoding, [0xEF, 0xBB, 0xBF, 0x31]), (.encoding, Array("[1]".utf8).flatMap { [$0, 0] }),
        (.surrogateBytes, [0x22, 0xED, 0xA0, 0x80, 0x22]), (.constant, Array("[NaN]".utf8)),
        (.constant, Array("[1,-Infinity]".utf8)), (.constant, Array(#"{"a":Infinity}"#.utf8)),
    ]

    @Test func eachPolicyIsOurs() throws {
        for (example, theirs) in zip(Self.examples, try verdicts(Self.examples.map(\.text))) {
            #expect(theirs != nil, "\(example.policy): nothing to explain any more")
            let error = try #require(fault(in: example.text), "\(example.policy)")
            #expect(Policy(example.text, error) == example.policy, "\(error)")
        }
        #expect(Set(Self.examples.map(\.policy)) == Set(Policy.allCases))
    }
}

import AdapterTesting
import AgentsCore
import Foundation
import Testing

/// Another reader, `JSONSerialization`, judges thousands of damaged payloads: where the two differ, it is on purpose.
@Suite struct JSONDifferentialTests {
    /// Why the two may differ.
    enum Policy: CaseIterable {
        /// Ours refuses a key that stands twice; Foundation takes one of them.
        case duplicateKey
        /// Ours refuses half of a surrogate pair; Foundation may put U+FFFD in its place.
        case loneSurrogate
        /// Ours refuses nesting beyond 128 levels, Foundation beyond 512.
        case depth
        /// Ours follows the grammar; Foundation takes a comma behind the last member or element.
        case trailingComma
        /// Ours reads UTF-8 alone; Foundation skips a byte order mark and guesses other encodings by their zeros.
        case encoding
        /// Ours keeps the digits of a number; Foundation refuses one that no `Double` can hold.
        case numberRange

        /// The policy behind a difference; nothing if it is a fault of one of the two.
        init?(_ text: [UInt8], ours: JSONError?, theirs: NSError?) {
            switch ours?.code {
            case .duplicateKey?: self = .duplicateKey
            case .loneSurrogate?: self = .loneSurrogate
            case .tooDeep?: self = .depth
            case .notJSON? where Self.isBehindComma(text, ours?.offset ?? 0): self = .trailingComma
            case .notJSON? where text.starts(with: [0xEF, 0xBB, 0xBF]) || text.prefix(4).contains(0): self = .encoding
            case nil where Self.isAboutRange(theirs): self = .numberRange
            default: return nil
            }
        }

        private static func isBehindComma(_ text: [UInt8], _ offset: Int) -> Bool {
            guard text.indices.contains(offset), "}]".utf8.contains(text[offset]) else { return false }
            return text[..<offset].last { !" \n\t\r".utf8.contains($0) } == UInt8(ascii: ",")
        }

        private static func isAboutRange(_ error: NSError?) -> Bool {
            "\(error?.userInfo[NSDebugDescriptionErrorKey] ?? "")".contains("not representable")
        }
    }

    /// What each of the two says of a text.
    private func verdicts(_ text: [UInt8]) -> (ours: JSONError?, theirs: NSError?, value: Any?) {
        do {
            let value = try JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)
            return (fault(in: text), nil, value)
        } catch {
            return (fault(in: text), error as NSError, nil)
        }
    }

    @Test func theyDifferOnPurposeOnly() throws {
        var mutator = TextMutator(seed: 20_240_601)
        var accepted = 0
        var refused = 0
        let rounds = (MutationCount.setting ?? 0) / Fixture.all.count + 1
        for fixture in Fixture.all {
            for _ in 0..<rounds {
                let text = mutator.mutation(of: fixture.bytes)
                let (ours, theirs, value) = verdicts(text)
                if (ours == nil) != (theirs == nil) {
                    guard Policy(text, ours: ours, theirs: theirs) == nil else { continue }
                    Issue.record(
                        "\(fixture): \(ours.map(String.init(describing:)) ?? "accepted"), but Foundation: \(theirs?.userInfo ?? [:])"
                    )
                    Attachment.record(text, named: "difference.json")
                } else if let value {
                    accepted += 1
                    try expectEqual(text, value, fixture)
                } else {
                    refused += 1
                }
            }
        }
        // Were nearly all refused by both, little would have been compared.
        let few = rounds * Fixture.all.count / 6
        #expect(accepted > few && refused > few, "\(accepted) accepted, \(refused) refused")
    }

    private func expectEqual(_ text: [UInt8], _ value: Any, _ fixture: Fixture) throws {
        var record = JSONRecord()
        try record.load(text)
        if let place = difference(record, .root, value) {
            Issue.record("\(fixture): the two read something else at \(place)")
            Attachment.record(text, named: "difference.json")
        }
    }

    /// Where the values of a record and of Foundation differ.
    private func difference(_ record: borrowing JSONRecord, _ ref: JSONRef, _ value: Any, at path: String = "$")
        -> String?
    {
        switch record.kind(ref) {
        case .null: return value is NSNull ? nil : path
        case .bool: return (value as? NSNumber)?.boolValue == record.bool(ref) ? nil : path
        case .number:
            guard let expected = Double(record.json(ref)), let number = (value as? NSNumber)?.doubleValue else {
                return path
            }
            return abs(expected - number) <= abs(expected) * 1e-14 ? nil : path
        case .string:
            let string = record.string(ref) ?? ""
            guard let other = value as? String else { return path }
            return unmarked(other).elementsEqual(unmarked(string)) ? nil : path
        case .array:
            guard let elements = value as? [Any], elements.count == record.count(ref) else { return path }
            var child = record.first(in: ref)
            for (index, element) in elements.enumerated() {
                if let place = difference(record, child, element, at: "\(path)[\(index)]") { return place }
                child = record.next(after: child, in: ref)
            }
            return nil
        case .object:
            guard let members = value as? [String: Any] else { return path }
            var child = record.first(in: ref)
            while child.isPresent {
                let key = record.key(child)
                guard let member = members[key] ?? members[String(unmarked(key))] else { return "\(path).\(key)" }
                if let place = difference(record, child, member, at: "\(path).\(key)") { return place }
                child = record.next(after: child, in: ref)
            }
            // Foundation's keys are equal if they are canonically equivalent.
            return members.count <= record.count(ref) ? nil : path
        }
    }

    /// A text without byte order marks, which Foundation drops at the start of a string and behind an escape.
    private func unmarked(_ text: String) -> String.UnicodeScalarView {
        text.unicodeScalars.filter { $0 != "\u{FEFF}" }
    }

    static let examples: [(policy: Policy, text: [UInt8], isAccepted: Bool)] = [
        (.duplicateKey, Array(#"{"a":1,"a":2}"#.utf8), false), (.loneSurrogate, Array(#"["\ud83d"]"#.utf8), false),
        (.depth, Array((String(repeating: "[", count: 129) + String(repeating: "]", count: 129)).utf8), false),
        (.trailingComma, Array("[1,]".utf8), false), (.encoding, [0xEF, 0xBB, 0xBF, 0x31], false),
        (.encoding, Array("[1]".utf8).flatMap { [$0, 0] }, false), (.numberRange, Array("1e999".utf8), true),
    ]

    @Test(arguments: examples.indices)
    func eachPolicyIsOurs(_ index: Int) {
        let example = Self.examples[index]
        let (ours, theirs, _) = verdicts(example.text)
        #expect((ours == nil) == example.isAccepted)
        // Foundation may come to agree: then there is nothing to explain.
        if (ours == nil) != (theirs == nil) {
            #expect(Policy(example.text, ours: ours, theirs: theirs) == example.policy)
        }
    }

    @Test func eachPolicyHasAnExample() {
        #expect(Set(Self.examples.map(\.policy)) == Set(Policy.allCases))
        #expect(Fixture.all.count > 100)
    }
}

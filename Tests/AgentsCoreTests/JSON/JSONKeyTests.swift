import AgentsCore
import Testing

/// Keys are found by a tag and one or two words of eight bytes: lengths around 3, 8 and 16 are where that could go wrong.
@Suite struct JSONKeyTests {
    /// The beginnings of one text: each is part of all that are longer.
    static let keys: [JSONKey] = [
        "", "a",
        "ab", "abc",
        "abcd", "abcde",
        "abcdef", "abcdefg",
        "abcdefgh", "abcdefghi",
        "abcdefghij", "abcdefghijk",
        "abcdefghijkl", "abcdefghijklm",
        "abcdefghijklmn", "abcdefghijklmno",
        "abcdefghijklmnop", "abcdefghijklmnopq",
        "abcdefghijklmnopqr", "abcdefghijklmnopqrs",
        "abcdefghijklmnopqrst", "abcdefghijklmnopqrstu",
        "abcdefghijklmnopqrstuv", "abcdefghijklmnopqrstuvw",
        "abcdefghijklmnopqrstuvwx", "abcdefghijklmnopqrstuvwxy",
        "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz0",
        "abcdefghijklmnopqrstuvwxyz01", "abcdefghijklmnopqrstuvwxyz012",
        "abcdefghijklmnopqrstuvwxyz0123", "abcdefghijklmnopqrstuvwxyz01234",
        "abcdefghijklmnopqrstuvwxyz012345", "abcdefghijklmnopqrstuvwxyz0123456",
        "abcdefghijklmnopqrstuvwxyz01234567", "abcdefghijklmnopqrstuvwxyz012345678",
        "abcdefghijklmnopqrstuvwxyz0123456789", "abcdefghijklmnopqrstuvwxyz0123456789A",
        "abcdefghijklmnopqrstuvwxyz0123456789AB", "abcdefghijklmnopqrstuvwxyz0123456789ABC",
        "abcdefghijklmnopqrstuvwxyz0123456789ABCD",
    ]

    /// A key whose length no longer fits into the tag.
    static let long: JSONKey =
        """
        012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\
        012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\
        012345678901234567890123456789012345678901234567890123456789012345678901234
        """

    @Test func thereIsAKeyOfEachLength() {
        #expect(Self.keys.map(\.count) == Array(0...40))
        #expect(Self.long.count == 255)
        #expect(Self.keys[5].description == "abcde")
    }

    @Test(arguments: 0...40)
    func aKeyIsFoundAndNoOther(_ length: Int) throws {
        var record = JSONRecord()
        for other in Self.keys {
            try record.load("{\"\(other)\":\(other.count)}".utf8)
            let found = record[Self.keys[length]]
            #expect(found.isPresent == (other.count == length), "\(length) in \(other.count)")
        }
        // Among all of them, too.
        let members = Self.keys.map { "\"\($0)\":\($0.count)" }.joined(separator: ",")
        try record.load("{\(members)}".utf8)
        let value = record.integer(record[Self.keys[length]])
        #expect(value == length)
    }

    @Test(arguments: 1...40)
    func everyByteCounts(_ length: Int) throws {
        let key = Self.keys[length]
        var record = JSONRecord()
        for place in 0..<length {
            for change: UInt8 in [0x01, 0x20, 0x40] {
                var other = Array(key.description.utf8)
                other[place] ^= change
                guard other[place] >= 0x20, other[place] < 0x7F else { continue }
                guard other[place] != UInt8(ascii: "\""), other[place] != UInt8(ascii: "\\") else { continue }
                try record.load(bytes("{\"", other, "\":1}"))
                let found = record[key]
                if found.isPresent { Issue.record("\(String(decoding: other, as: UTF8.self)) is taken for \(key)") }
            }
        }
    }

    @Test(arguments: 1...40)
    func anEscapedSpellingIsFound(_ length: Int) throws {
        let key = Self.keys[length]
        var record = JSONRecord()
        for place in 0..<length {
            let text = Array(key.description)
            let hex = String(text[place].asciiValue ?? 0, radix: 16)
            let spelled = "\(String(text[..<place]))\\u00\(hex)\(String(text[(place + 1)...]))"
            try record.load("{\"\(spelled)\":1}".utf8)
            let found = record[key]
            if !found.isPresent { Issue.record("\(spelled) is not taken for \(key)") }
            // One more or one less is another key.
            try record.load("{\"\(spelled)x\":1,\"\\u0078\(key)\":1}".utf8)
            let absent = record[key]
            if absent.isPresent { Issue.record("\(spelled)x is taken for \(key)") }
        }
    }

    @Test(arguments: 0...40)
    func wordsAreComparedLikeKeys(_ length: Int) throws {
        let word = Self.keys[length]
        var record = JSONRecord()
        for other in Self.keys {
            try record.load("\"\(other)\"".utf8)
            let isSame = record.isString(.root, word)
            let isSpelled = record.isSpelled(record.node(.root), word)
            #expect(isSame == (other.count == length))
            #expect(isSpelled == (other.count == length))
        }
        guard length > 0 else { return }
        let first = "\\u0061" + word.description.dropFirst()
        try record.load("\"\(first)\"".utf8)
        let isSame = record.isString(.root, word)
        let isSpelled = record.isSpelled(record.node(.root), word)
        #expect(isSame)
        #expect(!isSpelled)
    }

    @Test func onlyStringsAreWords() throws {
        var record = JSONRecord()
        for (text, word): (String, JSONKey) in [
            ("null", "null"), ("true", "true"), ("1", "1"), ("[\"a\"]", "a"), ("{\"a\":1}", "a"),
        ] {
            try record.load(text.utf8)
            let isSame = record.isString(.root, word)
            #expect(!isSame, "\(text)")
        }
        let isAbsent = record.isString(.absent, "a")
        #expect(!isAbsent)
    }

    @Test func keysOutsideOfASCIIAreFound() throws {
        var record = JSONRecord()
        try record.load("{\"é\":1,\"\\u00fc\":2,\"漢字かな交じり文\":3,\"\\ud83d\\ude00\":4}".utf8)
        let values = [record["é"], record["ü"], record["漢字かな交じり文"], record["😀"]].map { record.integer($0) }
        #expect(values == [1, 2, 3, 4])
        let others = [record["e"], record["è"], record["漢字かな交じり"], record["\u{1F600}x"]]
        #expect(others.allSatisfy { !$0.isPresent })
    }

    @Test func aKeyWithNULIsNotAShorterOne() throws {
        var record = JSONRecord()
        try record.load("{\"a\\u0000\":1}".utf8)
        #expect(!record["a"].isPresent && record["a\0"].isPresent)
        try record.load("{\"\\u0000\":1}".utf8)
        #expect(!record[""].isPresent && record["\0"].isPresent)
        try record.load("{\"a\":1}".utf8)
        #expect(record["a"].isPresent && !record["a\0"].isPresent)
    }

    @Test(arguments: [254, 256, 300, 510, 511])
    func aLongKeyIsNotTakenForOneThatBeginsLikeIt(_ length: Int) throws {
        var record = JSONRecord()
        let text = Self.long.description
        try record.load("{\"\(text)\":1}".utf8)
        #expect(record[Self.long].isPresent)
        let other = String((text + text + text).prefix(length))
        try record.load("{\"\(other)\":1}".utf8)
        #expect(!record[Self.long].isPresent, "a key of \(length) bytes is taken for its first 255")
    }
}

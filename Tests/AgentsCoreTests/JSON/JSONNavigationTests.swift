import AgentsCore
import Foundation
import Testing

/// Ways through a document: members, elements, their order and their number.
@Suite struct JSONNavigationTests {
    /// The children of a container, as they are written.
    private func children(of parent: JSONRef, in record: borrowing JSONRecord) -> [String] {
        var texts: [String] = []
        var child = record.first(in: parent)
        while child.isPresent {
            texts.append(record.json(child))
            child = record.next(after: child, in: parent)
        }
        return texts
    }

    @Test func membersAreFoundByKey() throws {
        var record = JSONRecord()
        try record.load(#"{"a":{"b":{"c":1}},"d":[2],"b":3}"#.utf8)
        let deep = record.json(record[record[record["a"], "b"], "c"])
        let outer = record.json(record["b"])
        #expect(deep == "1")
        #expect(outer == "3")
    }

    @Test func whatIsNotThereIsAbsent() throws {
        var record = JSONRecord()
        try record.load(#"{"a":{"b":1},"c":[{"a":1}],"s":"a","n":null}"#.utf8)
        #expect(!record["x"].isPresent)
        #expect(!record["b"].isPresent, "members of members are not members")
        #expect(!record[record["a"], "a"].isPresent)
        #expect(!record[record["c"], "a"].isPresent, "an array has no members")
        #expect(!record[record["s"], "a"].isPresent, "a string has no members")
        #expect(!record[record["n"], "a"].isPresent, "null has no members")
        #expect(!record[record["x"], "a"].isPresent, "what is absent has no members")
        #expect(!record[record[record["x"], "y"], "z"].isPresent)
        #expect(!record.has(record["x"], .object) && !record.has(.absent, .null))
    }

    @Test func nullAndAbsentAndEmptyAreThreeThings() throws {
        var record = JSONRecord()
        try record.load(#"{"null":null,"empty":"","none":[],"nothing":{}}"#.utf8)
        #expect(record["null"].isPresent && record.has(record["null"], .null))
        #expect(record["empty"].isPresent && record.has(record["empty"], .string))
        #expect(record.has(record["none"], .array) && record.has(record["nothing"], .object))
        #expect(!record["absent"].isPresent)
        let empty = record.string(record["empty"])
        let null = record.string(record["null"])
        #expect(empty == "" && null == nil)
    }

    @Test func everyKindIsTold() throws {
        var record = JSONRecord()
        for (text, kind): (String, JSONKind) in [
            ("{}", .object), ("[]", .array), ("\"\"", .string), ("0", .number), ("-1", .number), ("true", .bool),
            ("false", .bool), ("null", .null),
        ] {
            try record.load(text.utf8)
            let root = record.kind(.root)
            #expect(root == kind, "\(text)")
            try record.load("[\(text)]".utf8)
            let element = record.kind(record.first(in: .root))
            #expect(element == kind, "\(text)")
            try record.load("{\"a\":\(text)}".utf8)
            let member = record.kind(record["a"])
            #expect(member == kind, "\(text)")
            for other in [JSONKind.object, .array, .string, .number, .bool, .null] {
                #expect(record.has(record["a"], other) == (other == kind))
            }
        }
    }

    @Test func childrenComeInTheirOrder() throws {
        var record = JSONRecord()
        try record.load(#"[1,[2,[3]],{"x":4},"5",[],{},6]"#.utf8)
        #expect(children(of: .root, in: record) == ["1", "[2,[3]]", "{\"x\":4}", "\"5\"", "[]", "{}", "6"])
        try record.load(#"{"z":1,"a":{"y":2,"b":3},"m":[4,5],"b":6}"#.utf8)
        #expect(children(of: .root, in: record) == ["1", "{\"y\":2,\"b\":3}", "[4,5]", "6"])
        #expect(children(of: record["a"], in: record) == ["2", "3"])
        #expect(children(of: record["m"], in: record) == ["4", "5"])
        #expect(children(of: record["b"], in: record).isEmpty, "a scalar has no children")
    }

    @Test func keysComeInTheirOrderToo() throws {
        let keys = ["z", "a", "", "long enough for several words of sixteen bytes", "é", "0", "_", "a b"]
        var record = JSONRecord()
        try record.load("{\(keys.map { "\"\($0)\" : [\"\($0)\"]" }.joined(separator: ",\n"))}".utf8)
        var found: [String] = []
        var member = record.first(in: .root)
        while member.isPresent {
            found.append(record.key(member))
            let inside = record.string(record.first(in: member))
            #expect(inside == found.last)
            member = record.next(after: member, in: .root)
        }
        #expect(found == keys)
    }

    @Test func keysAreDecoded() throws {
        var record = JSONRecord()
        try record.load(#"{"a\n\u0062":1,"\ud83d\ude00":2,"\"":3,"":4}"#.utf8)
        var found: [String] = []
        var member = record.first(in: .root)
        while member.isPresent {
            found.append(record.key(member))
            member = record.next(after: member, in: .root)
        }
        #expect(found == ["a\nb", "😀", "\"", ""])
        let root = record.key(.root)
        #expect(root == "")
        try record.load("[1,[2]]".utf8)
        let element = record.key(record.first(in: .root))
        #expect(element == "")
    }

    @Test(arguments: [0, 1, 2, 3, 15, 16, 17, 255, 256, 1000])
    func childrenAreCounted(_ count: Int) throws {
        var record = JSONRecord()
        for element in ["0", "[]", "[1,2]", "{\"a\":[1,2]}"] {
            let elements = Array(repeating: element, count: count).joined(separator: ",")
            try record.load("[\(elements)]".utf8)
            let inArray = record.count(.root)
            let members = (0..<count).map { "\"\($0)\":\(element)" }.joined(separator: ",")
            try record.load("{\(members)}".utf8)
            let inObject = record.count(.root)
            #expect(inArray == count && inObject == count)
        }
    }

    @Test func whatHasNoChildrenHasNone() throws {
        var record = JSONRecord()
        for text in ["1", "\"[1,2]\"", "null", "[]", "{}"] {
            try record.load(text.utf8)
            let count = record.count(.root)
            #expect(count == 0 && !record.first(in: .root).isPresent, "\(text)")
            // The neighbours of something empty are not its children.
            try record.load("[\(text),9,9]".utf8)
            let first = record.first(in: .root)
            let inside = record.count(first)
            #expect(inside == 0 && !record.first(in: first).isPresent, "\(text)")
        }
    }

    @Test func theEndOfAnInnerContainerIsNotTheEndOfTheOuter() throws {
        var record = JSONRecord()
        try record.load("[[[1,2],[3]],[[4]],5]".utf8)
        let outer = record.first(in: .root)
        #expect(children(of: .root, in: record) == ["[[1,2],[3]]", "[[4]]", "5"])
        #expect(children(of: outer, in: record) == ["[1,2]", "[3]"])
        #expect(children(of: record.first(in: outer), in: record) == ["1", "2"])
    }

    @Test func sizesOfValuesAreTold() throws {
        var record = JSONRecord()
        try record.load(#" {"a" : [ 1, 2 ],"b":"x\n","c":-1.50} "#.utf8)
        let sizes = [record["a"], record["b"], record["c"]].map { record.byteCount($0) }
        #expect(sizes == [8, 5, 5])
        let nodes = record.nodeCount
        #expect(nodes == 6)
    }

    @Test func anEmptyRecordHasNoMembers() {
        let record = JSONRecord()
        #expect(record.isEmpty && !record["a"].isPresent && !record.first(in: .root).isPresent)
        let count = record.count(.root)
        #expect(count == 0)
    }

    // A reader of hostile documents asks what may not be there: that must not end the program.
    @Test func whatIsAbsentHasNoChildren() async {
        await #expect(processExitsWith: .success) {
            var record = JSONRecord()
            try record.load("{}".utf8)
            let count = record.count(record["items"])
            exit(count == 0 && !record.first(in: record["items"]).isPresent ? 0 : 1)
        }
    }
}

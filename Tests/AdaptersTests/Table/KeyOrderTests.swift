import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Older orders of members: which one a record follows, and that it comes back in it.
@Suite struct KeyOrderTests {
    private static let first = WireRevision("first", date: "2020-01-01")
    private static let second = WireRevision("second", date: "2021-01-01")
    private static let inner = WireRevision("inner", date: "2022-01-01")

    private let registry = Tiny.registry(
        [
            Field("a", .residue), Field("b", .residue), Field("c", .carry(.model)),
            Field("o", .object([Field("x", .residue), Field("y", .carry(.failureReason))])),
        ],
        orders: [
            KeyOrder(["id", "tiny", "b", "a", "c"], until: first), KeyOrder(["c", "b", "a", "id"], until: second),
            KeyOrder(["y", "x"], of: ["o"], until: inner),
        ])

    private func revisions(_ document: String) throws -> [String] {
        try registry.converted(document).words(at: "provenance.revisions")
    }

    @Test(
        arguments: [
            (#"{"id":"i","tiny":1,"a":1,"b":2,"c":"m"}"#, []),
            (#"{"id":"i","tiny":1,"b":2,"a":1,"c":"m"}"#, ["first"]),
            (#"{"c":"m","b":2,"a":1,"id":"i","tiny":1}"#, ["second"]),
            // Where several fit, the first of them does.
            (#"{"id":"i","tiny":1,"b":2,"a":1}"#, ["first"]),
            (#"{"id":"i","tiny":1}"#, []), (#"{"id":"i","tiny":1,"b":2}"#, []),
            // Members that an order does not name follow in the order of the table.
            (#"{"c":"m","b":2,"a":1,"id":"i","tiny":1,"o":{"x":1}}"#, ["second"]),
            (#"{"id":"i","tiny":1,"o":{"y":"r","x":1}}"#, ["inner"]),
            (#"{"c":"m","id":"i","tiny":1,"o":{"y":"r","x":1}}"#, ["inner", "second"]),
        ])
    func isFoundAndKept(_ document: String, _ expected: [String]) throws {
        #expect(try revisions(document) == expected)
        #expect(try registry.roundTrip(document, of: Tiny.dialect) == document)
    }

    @Test(
        arguments: [
            #"{"a":1,"id":"i","c":"m","tiny":1,"b":2}"#, #"{"id":"i","c":"m","tiny":1,"a":1,"o":{"y":"r","x":1}}"#,
        ])
    func anyOtherOrderIsThePresentOne(_ document: String) throws {
        let back = try JSONTree(text: try registry.roundTrip(document, of: Tiny.dialect))
        #expect(back == (try JSONTree(text: document)))
        let present = ["id", "tiny", "a", "b", "c", "o"]
        #expect(back.children.map(\.key.text) == present.filter { key in back[key] != nil })
    }

    @Test func `an older spelling and an older order are independent`() throws {
        let renamed = WireRevision("renamed", date: "2019-01-01")
        let registry = Tiny.registry(
            [Field("model", .carry(.model)), Field("version", .carry(.model), until: renamed), Field("z", .residue)],
            orders: [KeyOrder(["z", "version", "id"], until: Self.first)])
        for (document, expected) in [
            (#"{"id":"i","tiny":1,"model":"m","z":0}"#, []), (#"{"id":"i","tiny":1,"version":"m","z":0}"#, ["renamed"]),
            (#"{"z":0,"version":"m","id":"i","tiny":1}"#, ["first", "renamed"]),
            (#"{"z":0,"id":"i","tiny":1,"model":"m"}"#, ["first"]),
        ] {
            #expect(try registry.converted(document).words(at: "provenance.revisions") == expected)
            #expect(try registry.roundTrip(document, of: Tiny.dialect) == document)
        }
    }
}

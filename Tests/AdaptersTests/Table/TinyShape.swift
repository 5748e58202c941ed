import AdapterTesting
import Adapters
import AgentsCore

/// A dialect made for one test: an id, and the rows under test.
enum Tiny {
    static let dialect = Dialect("tiny")

    /// A registry with one shape of these rows; `tiny` is what it is recognised by.
    static func registry(
        _ fields: [Field], orders: [KeyOrder] = [], revisions: [WireRevision] = [],
        derivation: @escaping TableAdapter.Derivation = { (_, _) throws(AdapterError) in }
    ) -> AdapterRegistry {
        let rows = [Field("id", .id), Field("tiny", .residue, fill: .literal("1"))] + fields
        let adapter = TableAdapter(rows, orders: orders, revisions: revisions, derivation: derivation)
        return AdapterRegistry(shapes: [
            WireShape("record", of: dialect, recognition: [Recognition(all: ["id", "tiny"])], adapter: adapter)
        ])
    }

    /// A document of the shape with further members.
    static func document(_ members: String) -> String {
        #"{"id":"a","tiny":1\#(members.isEmpty ? "" : ",")\#(members)}"#
    }

    /// A plain Agents record with further members.
    static func generation(_ members: String) -> String {
        #"{"id":"a","output":[],\#(members)}"#
    }
}

import AgentsCore
import Testing

@Suite struct HTTPFieldsTests {
    @Test func `Names are the same in any case, and kept as they were given`() {
        var fields: HTTPFields = ["Content-Type": "application/json"]
        #expect(fields["content-type"] == "application/json")
        fields["CONTENT-TYPE"] = "text/plain"
        #expect(fields.map(\.name) == ["CONTENT-TYPE"])
        fields["content-type"] = nil
        #expect(Array(fields).isEmpty)
    }

    @Test func `Only letters have a case`() {
        let fields: HTTPFields = ["a[b": "1"]
        #expect(fields["A[B"] == "1")
        #expect(fields["a{b"] == nil)
        #expect(fields["a;b"] == nil)
    }

    @Test func `Fields of one name stay several until they are set`() {
        var fields = HTTPFields()
        fields.append("Via", "1.1 a")
        fields.append("via", "1.1 b")
        #expect(fields["via"] == "1.1 a")
        #expect(fields.map(\.value) == ["1.1 a", "1.1 b"])
        fields["Via"] = "1.1 c"
        #expect(fields.map(\.value) == ["1.1 c"])
    }
}

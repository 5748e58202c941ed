import Adapters
import AgentsCore
import Testing

/// The members of a body that say how a request is to be treated.
@Suite struct RequestBodyTests {
    private func body(_ members: String) throws -> RequestBody {
        try RequestBody("{\(members)}".utf8)
    }

    @Test(arguments: ["", #""a":null"#, #""b":1"#])
    func nullIsAbsent(_ members: String) throws {
        let body = try body(members)
        let isThere = body.has("a")
        #expect(!isThere)
        #expect(try body.text("a") == nil)
        #expect(try body.flag("a") == nil)
        #expect(try body.number("a") == nil)
        #expect(try body.texts("a", limit: 1) == nil)
    }

    @Test func `values are read`() throws {
        let body = try body(#""t":"\u0061","f":false,"n":1.5,"l":["x","y"]"#)
        #expect(try body.text("t") == "a")
        #expect(try body.flag("f") == false)
        #expect(try body.number("n") == 1.5)
        #expect(try body.texts("l", limit: 2) == ["x", "y"])
        let isThere = body.has("f")
        #expect(isThere)
    }

    @Test(arguments: ["\"x\"", "true", "5", "{}", "[]"])
    func otherKindsAreRefused(_ value: String) throws {
        func code(_ read: (borrowing RequestBody) throws(Failure) -> Void) throws -> Failure? {
            let body = try body("\"a\":\(value)")
            do throws(Failure) {
                try read(body)
                return nil
            } catch {
                return error
            }
        }
        let failures = try [
            code { body throws(Failure) in _ = try body.text("a") },
            code { body throws(Failure) in _ = try body.flag("a") },
            code { body throws(Failure) in _ = try body.number("a") },
            code { body throws(Failure) in _ = try body.texts("a", limit: 1) },
        ]
        let fitting = ["\"x\"": 0, "true": 1, "5": 2, "[]": 3][value]
        for (index, failure) in failures.enumerated() {
            #expect(failure?.code == (index == fitting ? nil : .badRequest))
            #expect(failure?.path == (index == fitting ? nil : "a"))
        }
    }

    @Test(arguments: [#"["x","y"]"#, "[1]", "[null]", #"["x",[]]"#])
    func listsAreBoundedAndOfTexts(_ value: String) throws {
        let body = try body("\"a\":\(value)")
        var refused: Failure?
        do throws(Failure) {
            _ = try body.texts("a", limit: 1)
        } catch {
            refused = error
        }
        #expect(refused?.code == .badRequest)
    }

    @Test(arguments: ["", "[]", "5", "null", "{", "{}x", #"{"a":1,"a":2}"#])
    func otherDocumentsAreMalformed(_ text: String) {
        var refused: Failure?
        do throws(Failure) {
            _ = try RequestBody(text.utf8)
        } catch {
            refused = error
        }
        #expect(refused?.code == .malformed)
        #expect(refused?.byteOffset != nil)
    }
}

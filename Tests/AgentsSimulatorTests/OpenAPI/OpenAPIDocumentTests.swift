import AgentsCore
import Foundation
import Testing

@testable import AgentsSimulator

@Suite struct OpenAPIDocumentTests {
    private func document() async throws -> [String: Any] {
        let response = try await SimulatorUnderTest().send(.get, "/_simulator/openapi.json", key: nil)
        try #require(response.status == 200)
        #expect(response.fields["Content-Type"] == "application/json")
        return try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
    }

    @Test func describesWhatIsOffered() async throws {
        let document = try await document()
        #expect(document["openapi"] as? String == "3.1.0")
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        var described: Set<Endpoint> = []
        for (path, item) in paths {
            for method in item.keys where method != "parameters" {
                let concrete = path.replacing(/\{[a-z_]+\}/, with: "x")
                let match = RouteMatch(HTTPMethod(rawValue: method.uppercased()), concrete)
                #expect(match.endpoint != .none, "\(method) \(path)")
                described.insert(match.endpoint)
            }
        }
        #expect(described == Set(Endpoint.allCases).subtracting([.none]))
    }

    @Test func referencesLeadSomewhere() async throws {
        let document = try await document()
        let text = try #require(
            String(
                data: JSONSerialization.data(withJSONObject: document, options: .withoutEscapingSlashes),
                encoding: .utf8))
        let references = text.matches(of: /"\$ref":"#\/([^"]+)"/).map { String($0.1) }
        #expect(references.count > 50)
        for reference in Set(references) {
            let target = reference.split(separator: "/").reduce(document as Any?) { value, step in
                (value as? [String: Any])?[String(step)]
            }
            #expect(target != nil, "\(reference)")
        }
    }

    @Test func everyExampleIsAccepted() async throws {
        let document = try await document()
        func step(_ value: Any?, _ names: String...) -> Any? {
            names.reduce(value) { ($0 as? [String: Any])?[$1] }
        }
        let content = step(document["paths"], "/v1/generations", "post", "requestBody", "content", "application/json")
        let examples = try #require(step(content, "examples") as? [String: Any])
        #expect(Set(examples.keys) == Set(Generation.Kind.known.map(\.rawValue)))
        for (name, example) in examples {
            let body = try JSONSerialization.data(withJSONObject: try #require(step(example, "value")))
            let created = try await SimulatorUnderTest().create(String(decoding: body, as: UTF8.self))
            #expect(created.type.value?.rawValue == name)
        }
    }
}

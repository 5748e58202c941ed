import Foundation
import Testing

/// One error as the service's documentation prints it, with the request if that is printed too.
struct DocumentedError: Sendable, CustomTestStringConvertible {
    let offset: Int
    let endpoint: String
    let status: Int
    let detail: String
    let request: String?

    var testDescription: String { "\(offset): \(status) \(detail)" }

    static let all: [DocumentedError] = read()

    private static func read() -> [DocumentedError] {
        let file = URL(filePath: #filePath).appending(path: "../../../../Fixtures/agents/errors_seed002_all.json")
        guard let data = try? Data(contentsOf: file.standardizedFileURL),
            let entries = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
        else { return [] }
        return entries.compactMap { entry in
            guard let offset = entry["seed002_offset"] as? Int, let endpoint = entry["endpoint"] as? String,
                let status = entry["status"] as? Int,
                let detail = (entry["response"] as? [String: Any])?["detail"] as? String
            else { return nil }
            let request = (entry["request"] as? [String: Any]).flatMap { object in
                (try? JSONSerialization.data(withJSONObject: object)).map { String(decoding: $0, as: UTF8.self) }
            }
            return DocumentedError(offset: offset, endpoint: endpoint, status: status, detail: detail, request: request)
        }
    }
}

import AgentsCore
import Foundation
import Testing

func makeImage(_ prompt: String, over transport: any ClientTransport) async throws -> String? {
    let client = GenerationClient(transport, try .fromEnvironment())
    let started = try await client.create(GenerationRequest(prompt: .value(prompt)))
    let ended = try await client.wait(for: started)
    return ended.output.value?.first?.url.value
}

func makeImageOrExplain(_ request: GenerationRequest, with client: GenerationClient) async -> String {
    do throws(ClientError) {
        let started = try await client.create(request)
        let ended = try await client.wait(for: started)
        return ended.failureReason.value ?? ended.output.value?.first?.url.value ?? "nothing was made"
    } catch {
        switch error.code {
        case .inDoubt: return "It may have been accepted. Ask support about request \(error.requestID ?? "")."
        case .deadlineExceeded: return "It goes on as \(error.lastSeen?.id ?? ""); wait for it again later."
        case _ where error.isTransient: return "Nothing was created. Try again in \(error.retryAfter ?? .seconds(5))."
        default: return "Nothing was created: \(error.detail ?? error.reason)"
        }
    }
}

/// The examples of the article, compiled and run.
@Suite struct ClientArticleTests {
    @Test func `The article has the examples that are compiled here`() throws {
        let source = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
        let article = try String(
            contentsOf: URL(filePath: #filePath).deletingLastPathComponent()
                .appending(path: "../../../Sources/AgentsCore/Documentation.docc/Calling-the-Agents-API.md"),
            encoding: .utf8)
        for start in ["\nfunc makeImage(", "\nfunc makeImageOrExplain("] {
            let rest = try #require(source.range(of: start).map { source[$0.lowerBound...] })
            let end = try #require(rest.range(of: "\n}\n")?.upperBound)
            #expect(article.contains("```swift" + rest[..<end] + "```\n"), "copy the function into the article")
        }
    }

    @Test(arguments: [
        (CannedTransport.Result.generation("completed"), "nothing was made"),
        (.status(402, #"{"detail":"Insufficient balance."}"#), "Nothing was created: Insufficient balance."),
        (.status(429, fields: ["Retry-After": "60"]), "Nothing was created. Try again in 60.0 seconds."),
        (.status(500), "It may have been accepted. Ask support about request theirs."),
    ])
    func `Every end has its words`(result: CannedTransport.Result, text: String) async throws {
        var result = result
        if case .success(var response) = result {
            response.fields["X-Request-Id"] = "theirs"
            if response.status == 200 { response.status = 201 }
            result = .success(response)
        }
        let client = GenerationClient.canned(CannedTransport(result))
        #expect(await makeImageOrExplain(GenerationRequest(prompt: "a"), with: client) == text)
    }
}

import AgentsCore

/// The web pages that may call this server from a browser (WHATWG Fetch, "CORS protocol").
///
/// Callers show who they are with a key that they send themselves. Credentials of the browser's own, such as cookies, mean
/// nothing here and are never allowed.
package struct CORSPolicy: Sendable, Equatable {
    private enum Origins: Equatable {
        case these(Set<String>)
        case any
    }

    /// No page.
    package static let none = CORSPolicy(origins: .these([]))
    /// Every page.
    package static let any = CORSPolicy(origins: .any)

    private let origins: Origins

    private init(origins: Origins) {
        self.origins = origins
    }

    /// Creates a policy.
    ///
    /// - Parameter origins: The pages' origins, as in `https://studio.example.com`; `*` alone for every page.
    /// - Throws: ``CORSPolicyError`` if one of them is none.
    package init(origins: [String]) throws(CORSPolicyError) {
        if origins == ["*"] {
            self = .any
            return
        }
        var names: Set<String> = []
        for origin in origins {
            guard let name = Self.normalised(origin) else { throw CORSPolicyError(origin) }
            names.insert(name)
        }
        self.init(origins: .these(names))
    }

    /// An origin as browsers spell it; nothing if the text is none.
    private static func normalised(_ origin: String) -> String? {
        let text = origin.lowercased()
        let parts = text.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == "http" || parts[0] == "https", (1...300).contains(parts[1].utf8.count),
            parts[1].utf8.allSatisfy(isHostByte)
        else { return nil }
        // Browsers leave the usual port out.
        let usualPort = parts[0] == "https" ? ":443" : ":80"
        return text.hasSuffix(usualPort) ? String(text.dropLast(usualPort.utf8.count)) : text
    }

    /// Letters, digits, and what stands in names, addresses and ports.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
    }

    // MARK: Answers

    /// What a browser is told that asks before it sends a call; nothing for any other request, and for pages that may not.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - methods: The methods that its path is there for.
    /// - Returns: The answer.
    func preflight(_ request: HTTPRequest, allowing methods: [HTTPMethod]) -> HTTPResponse? {
        guard request.method == .options, !methods.isEmpty, allowedOrigin(of: request) != nil,
            request.fields["Access-Control-Request-Method"] != nil
        else { return nil }
        var response = HTTPResponse(204)
        response.fields["Access-Control-Allow-Methods"] = methods.map(\.rawValue).joined(separator: ", ")
        response.fields["Access-Control-Allow-Headers"] = Self.requestFields(of: request).joined(separator: ", ")
        response.fields["Access-Control-Max-Age"] = "600"
        return response
    }

    /// Lets the page that sent a request read its answer, if it may.
    ///
    /// - Parameters:
    ///   - response: The answer.
    ///   - request: The request.
    func grant(_ response: inout HTTPResponse, to request: HTTPRequest) {
        if self == .none { return }
        // Caches must not hand an answer for one page to another.
        if origins != .any { response.fields.append("Vary", "Origin") }
        guard let origin = allowedOrigin(of: request) else { return }
        response.fields["Access-Control-Allow-Origin"] = origin
        if request.method != .options {
            response.fields["Access-Control-Expose-Headers"] = Self.answerFields.joined(separator: ", ")
        }
    }

    private func allowedOrigin(of request: HTTPRequest) -> String? {
        guard let origin = request.fields["Origin"] else { return nil }
        return switch origins {
        case .any: "*"
        case .these(let names): names.contains(origin) ? origin : nil
        }
    }

    /// Fields of requests that clients in browsers send.
    ///
    /// Sources: the web client Nexior (`x-record-exempt` and others), the SDKs made by Stainless (`x-stainless-*`).
    private static let requestFields = [
        "authorization", "content-type", "accept", "accept-language", "idempotency-key", "x-request-id",
        "x-record-exempt", "x-fingerprint", "x-user-id",
    ]

    private static func requestFields(of request: HTTPRequest) -> [String] {
        let asked = (request.fields["Access-Control-Request-Headers"] ?? "").split(separator: ",").prefix(64)
        let further = asked.map { $0.filter { $0 != " " }.lowercased() }
            .filter { $0.hasPrefix("x-stainless-") && FieldSyntax.isToken($0) }
        return requestFields + further
    }

    /// Fields of answers that a page may read beside those that it always may.
    private static let answerFields = [
        "x-trace-id", "x-request-id", "retry-after", "x-should-retry", "x-compat-losses", "x-ratelimit-limit",
        "x-ratelimit-remaining", "x-ratelimit-reset",
    ]
}

/// A text that is no origin of a web page.
package struct CORSPolicyError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The text.
    package let origin: String

    /// Creates an error.
    init(_ origin: String) {
        self.origin = origin
    }

    /// What is wrong and what to do about it.
    package var description: String {
        "'\(origin)' is no origin; give scheme and host, as in https://studio.example.com, or * alone for every page"
    }
}

package import Adapters
package import AgentsCore

// Failures in the words of this API.

extension AceDataService {
    /// Puts a failure into an answer.
    ///
    /// - Parameters:
    ///   - failure: What went wrong.
    ///   - call: The call.
    /// - Returns: The answer, with the envelope that all errors of this API have.
    package func encode(_ failure: Failure, of call: Call) -> HTTPResponse {
        var response = AceData.failures.answer(to: failure, traceID: call.traceID)
        response.fields["x-trace-id"] = call.traceID
        return response
    }

    /// Status, code and text of a failure.
    ///
    /// The texts are the vendor's where they say all that there is to say; otherwise the failure's own comes first, because
    /// the vendor's would name another shop or reason.
    static func answer(to failure: Failure) -> (status: Int, code: String, message: String) {
        let (status, code, text, isFixed) = row(failure.code)
        if failure.code == .malformed && !failure.message.isEmpty {
            let place = failure.path.flatMap { $0.isRoot ? nil : "\($0): " } ?? ""
            return (status, code, "\(text): \(place)\(failure.message)")
        }
        return (status, code, isFixed || failure.message.isEmpty ? text : failure.message)
    }

    /// Status and code by kind of failure, the vendor's text for it, and whether that is all there is to say.
    private static func row(_ code: Failure.Code) -> (Int, String, String, Bool) {
        switch code {
        case .badRequest: (400, "bad_request", notValid, false)
        case .malformed: (400, "bad_request", notValid, true)
        case .notImplemented, .notOffered: (400, "api_not_implemented", "The API is not implemented.", false)
        case .missingToken: (401, "invalid_token", "No token specified for the request.", true)
        case .invalidToken: (401, "invalid_token", "The specified token is invalid or wrong.", true)
        case .expiredToken: (401, "token_expired", "token expired.", true)
        case .mismatchedToken: (400, "token_mismatched", "The specified token is not matched with API.", true)
        case .insufficientFunds: (403, "used_up", "Your balance is not sufficient for current request.", false)
        case .disabled: (403, "disabled", "Your application has been disabled.", false)
        case .contentModerated: (403, "forbidden", moderated, false)
        case .unknownTask: (404, "not_found", "There is no such task.", false)
        case .unknownRoute: (404, "no_api", noAPI, true)
        case .methodNotAllowed: (405, "no_api", noAPI, true)
        case .tooLarge: (413, "request_too_large", "The request is too large.", false)
        case .rateLimited: (429, "too_many_requests", "You have exceeded the rate limit.", false)
        case .unavailable: (503, "api_error", internalError, false)
        case .waitOver: (504, "timeout", "Timeout to generate the image.", true)
        case .internalError: (500, "api_error", internalError, true)
        default: (500, "api_error", internalError, false)
        }
    }

    private static let notValid = "The json payload is not valid to request the API"
    private static let noAPI = "API does not exist, please make sure url is correct."
    private static let internalError = "Internal server error."
    /// As the vendor spells it.
    private static let moderated =
        "Sorry! Our Al moderators feel your prompt might be against our community standards."
}

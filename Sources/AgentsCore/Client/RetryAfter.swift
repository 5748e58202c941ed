/// When a server wants to be asked again.
///
/// Only seconds are read, as the Agents API gives them; a date, or anything else, is as good as nothing.
///
/// Source: RFC 9110, section 10.2.3; Luma Agents API, rate limits.
public struct RetryAfter: Sendable, Hashable {
    /// Seconds to wait, 1 to 3600.
    public let seconds: Int

    /// Reads the field of an answer; nothing if it has none that can be read.
    public init?(_ response: HTTPResponse) {
        guard let text = response.fields["Retry-After"], text.utf8.count <= 9, let seconds = Int(text), seconds >= 0
        else { return nil }
        self.seconds = min(max(seconds, 1), 3600)
    }

    /// The time to wait.
    public var duration: Duration { .seconds(seconds) }
}

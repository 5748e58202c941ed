/// When a generation is asked after until it has ended.
///
/// Source: Luma Agents API, polling guide: images take 15 to 60 seconds, videos of five seconds up to two minutes, longer ones
/// several times that.
public struct WaitSchedule: Sendable, Hashable {
    /// From the start of the wait to the first question.
    public var initialDelay: Duration
    /// From an answer to the next question.
    public var interval: Duration
    /// From the start of the wait to the last question.
    public var deadline: Duration

    /// Creates a schedule.
    ///
    /// - Parameters:
    ///   - initialDelay: From the start of the wait to the first question.
    ///   - interval: From an answer to the next question; at least a millisecond.
    ///   - deadline: From the start of the wait to the last question.
    public init(initialDelay: Duration, interval: Duration, deadline: Duration) {
        self.initialDelay = max(initialDelay, .zero)
        self.interval = max(interval, .milliseconds(1))
        self.deadline = max(deadline, .zero)
    }

    /// For images and layers: first after 20 seconds, then every 2, for 2 minutes.
    public static let image = Self(initialDelay: .seconds(20), interval: .seconds(2), deadline: .seconds(120))
    /// For videos, and what is not known: first after 30 seconds, then every 5, for 10 minutes.
    public static let video = Self(initialDelay: .seconds(30), interval: .seconds(5), deadline: .seconds(600))

    /// The schedule for a kind of generation.
    ///
    /// - Parameter kind: What is made; nothing if that is not known.
    public init(for kind: Generation.Kind?) {
        switch kind {
        case .image, .imageEdit, .layering: self = .image
        default: self = .video
        }
    }
}

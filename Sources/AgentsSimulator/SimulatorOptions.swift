package import HTTPTransport

/// How the simulator behaves.
package struct SimulatorOptions: Sendable {
    /// What one client may do.
    struct Limits: Sendable {
        let requestsPerMinute: Int
        let concurrentJobs: Int
    }

    /// What the times of jobs are divided by; 1 is real time.
    package let speed: Double
    /// Submissions of one client within any minute.
    package let requestsPerMinute: Int
    /// Unfinished jobs of one client.
    package let concurrentJobs: Int
    /// How long the URL of a file is good for.
    package let urlLifetime: Duration
    /// How many jobs are remembered; beyond it the oldest that have ended are forgotten.
    package let rememberedJobs: Int
    /// How many uploaded files are remembered; beyond it the oldest are forgotten.
    package let rememberedFiles: Int

    /// Creates options; the defaults are those of the real service.
    ///
    /// - Parameters:
    ///   - speed: What the times of jobs are divided by, a thousandth to a million; what is not positive is real time.
    ///   - requestsPerMinute: Submissions of one client within any minute, at least 1.
    ///   - concurrentJobs: Unfinished jobs of one client, at least 1.
    ///   - urlLifetime: How long the URL of a file is good for: a second to a week, in whole seconds.
    ///   - rememberedJobs: How many jobs are remembered.
    ///   - rememberedFiles: How many uploaded files are remembered.
    package init(
        speed: Double = 1, requestsPerMinute: Int = 30, concurrentJobs: Int = 10,
        urlLifetime: Duration = .seconds(3600), rememberedJobs: Int = 200_000,
        rememberedFiles: Int = 10_000
    ) {
        self.speed = speed > 0 ? min(max(speed, 0.001), 1_000_000) : 1
        self.requestsPerMinute = max(requestsPerMinute, 1)
        self.concurrentJobs = max(concurrentJobs, 1)
        self.urlLifetime = min(max(urlLifetime, .seconds(1)), .seconds(604_800))
        self.rememberedJobs = max(rememberedJobs, 1)
        self.rememberedFiles = max(rememberedFiles, 1)
    }

    /// What a server in front of the simulator should accept: the largest image that the service takes, in Base64, so that one
    /// that is too large is refused in the service's own words.
    ///
    /// Nothing of a body is kept, but it is in memory while it arrives.
    package static var serverLimits: HTTPServer.Limits {
        var limits = HTTPServer.Limits()
        limits.maximumBodyBytes = 72 << 20
        limits.requestTimeout = .seconds(120)
        return limits
    }

    /// What one client may do.
    var limits: Limits { Limits(requestsPerMinute: requestsPerMinute, concurrentJobs: concurrentJobs) }
}

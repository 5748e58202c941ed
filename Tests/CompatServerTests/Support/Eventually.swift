import Testing

/// Something that was waited for and did not happen.
struct NeverHappened: Error {}

/// Waits for what happens without being asked for, but not for ever: what is broken fails a test and does not hang it.
func eventually(
    sourceLocation: SourceLocation = #_sourceLocation, _ happens: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(30)
    while try await !happens() {
        guard clock.now < end else {
            Issue.record("it does not happen", sourceLocation: sourceLocation)
            throw NeverHappened()
        }
        await Task.yield()
    }
}

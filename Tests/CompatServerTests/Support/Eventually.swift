import Testing

/// Something that was waited for and did not happen.
struct NeverHappened: Error {}

/// Waits for what happens without being asked for, but not for ever: what is broken fails a test and does not hang it.
///
/// - Parameters:
///   - pause: How long to leave the processor to other programs in between, where those are waited for.
///   - sourceLocation: Where a failure is shown.
///   - happens: Whether it has happened.
/// - Throws: ``NeverHappened``, or what `happens` throws.
func eventually(
    pausing pause: Duration? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ happens: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(30)
    var rounds = 0
    while try await !happens() {
        guard clock.now < end else {
            Issue.record("it does not happen", sourceLocation: sourceLocation)
            throw NeverHappened()
        }
        rounds += 1
        if let pause {
            try await Task.sleep(for: pause)
            continue
        }
        // Hundreds of tests wait side by side; those that spin keep the others from what they wait for.
        if rounds % 8 == 0 { try await Task.sleep(for: .milliseconds(1)) } else { await Task.yield() }
    }
}

import AdapterTesting
import Adapters
import AgentsCore
import Synchronization
import Testing

/// Items of a history that arrives over time.
@Suite struct AsyncHistoryItemTests {
    private let conversion = HistoryConversion(.known)

    private static func task(_ id: String) -> String {
        "{\"id\":\"\(id)\",\"created_at\":1725077411.961,\"response\":{\"success\":true,\"task_id\":\"\(id)\"}}\n"
    }

    /// A source that counts what was asked of it.
    private final class Source: AsyncSequence, AsyncIteratorProtocol, Sendable {
        struct Broken: Error, Equatable {}

        private let pieces: [[UInt8]]
        private let breaks: Bool
        let asked = Atomic(0)

        init(_ pieces: [String], breaks: Bool = false) {
            self.pieces = pieces.map { Array($0.utf8) }
            self.breaks = breaks
        }

        func makeAsyncIterator() -> Source { self }

        func next(isolation actor: isolated (any Actor)?) async throws(Broken) -> [UInt8]? {
            let number = asked.add(1, ordering: .relaxed).oldValue
            if number < pieces.count { return pieces[number] }
            if breaks { throw Broken() }
            return nil
        }
    }

    private func id(_ item: HistoryItem?) -> String? {
        switch item {
        case .record(let record): try? record.generation().generation.id
        case .rejected(let rejection, _): "\(rejection.error.code)"
        case nil: nil
        }
    }

    @Test func `they are those of the sequence that waits for nothing`() async throws {
        let input = try Fixture.named("mixed-history.txt").bytes
        let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
        for byte in input { continuation.yield([byte]) }
        continuation.finish()
        var found: [HistoryItem] = []
        for await item in conversion.items(of: stream) { found.append(item) }
        #expect(found == Array(conversion.items(of: input)))
    }

    @Test func `bytes one by one`() async throws {
        let input = try Fixture.named("mixed-history.txt").bytes
        let (stream, continuation) = AsyncStream<UInt8>.makeStream()
        for byte in input { continuation.yield(byte) }
        continuation.finish()
        var iterator = conversion.items(of: stream).makeAsyncIterator()
        var found: [HistoryItem] = []
        while let item = await iterator.next(isolation: nil) { found.append(item) }
        #expect(found == Array(conversion.items(of: input)))
        #expect(iterator.report.read == found.count)
    }

    @Test func `a line is handed out before the next one comes`() async {
        let (stream, continuation) = AsyncStream<UInt8>.makeStream()
        var iterator = conversion.items(of: stream).makeAsyncIterator()
        for number in 1...5 {
            for byte in Self.task("\(number)").utf8 { continuation.yield(byte) }
            #expect(id(await iterator.next(isolation: nil)) == "\(number)")
        }
        continuation.finish()
        #expect(await iterator.next(isolation: nil) == nil)
    }

    @Test func `the source is not read ahead`() async throws {
        let source = Source([Self.task("1") + Self.task("2"), "", Self.task("3").dropLast(5) + "", "1\"}}\n"])
        var iterator = conversion.items(of: source).makeAsyncIterator()
        #expect(id(try await iterator.next(isolation: nil)) == "1")
        #expect(source.asked.load(ordering: .relaxed) == 1)
        #expect(id(try await iterator.next(isolation: nil)) == "2")
        #expect(source.asked.load(ordering: .relaxed) == 1)
        _ = try await iterator.next(isolation: nil)
        #expect(source.asked.load(ordering: .relaxed) == 4)
        #expect(try await iterator.next(isolation: nil) == nil)
    }

    @Test func `an error of the source is its own, and ends the sequence`() async throws {
        let source = Source([Self.task("1"), "{\"id\":"], breaks: true)
        var iterator = conversion.items(of: source).makeAsyncIterator()
        #expect(id(try await iterator.next(isolation: nil)) == "1")
        do throws(Source.Broken) {
            _ = try await iterator.next(isolation: nil)
            Issue.record("the error is lost")
        } catch {
            // Its type is that of the source's errors.
            #expect(error == Source.Broken())
        }
        #expect(try await iterator.next(isolation: nil) == nil, "what was cut off is no record that was refused")
        #expect(iterator.report.rejected == 0)
    }

    @Test func `a task that is cancelled gets nothing more`() async {
        let (stream, continuation) = AsyncStream<[UInt8]>.makeStream()
        continuation.yield(Array((Self.task("1") + Self.task("2") + "{\"id\":").utf8))
        let (conversion, started) = (self.conversion, AsyncStream<Void>.makeStream())
        let work = Task {
            var ids: [String?] = []
            for await item in conversion.items(of: stream) {
                if case .record(let record) = item {
                    ids.append(try? record.generation().generation.id)
                } else {
                    ids.append(nil)
                }
                if ids.count == 2 { started.continuation.finish() }
            }
            return ids
        }
        for await _ in started.stream {}
        work.cancel()
        // The third document was cut off by that; it is not refused.
        #expect(await work.value == ["1", "2"])
    }

    @Test func `what is ready is not handed to a cancelled task`() async {
        let source = Source([(1...100).map { Self.task("\($0)") }.joined()])
        let conversion = self.conversion
        let count = await Task {
            var iterator = conversion.items(of: source).makeAsyncIterator()
            _ = try? await iterator.next(isolation: nil)
            withUnsafeCurrentTask { $0?.cancel() }
            return try? await iterator.next(isolation: nil)
        }.value
        #expect(count == .some(nil))
    }
}

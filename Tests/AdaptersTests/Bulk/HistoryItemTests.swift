import AdapterTesting
import Adapters
import AgentsCore
import DreamMachineCompat
import Testing

/// Items of a history, as a user of the library gets them: the same that a run of the command line writes.
@Suite struct HistoryItemTests {
    private static let conversion: HistoryConversion = {
        var conversion = HistoryConversion(.known)
        conversion.isDetailed = true
        conversion.body = "no such member"
        return conversion
    }()

    /// What a run over the same input writes, put together from items.
    private func run(_ items: some Sequence<HistoryItem>, _ report: NormalizationReport?) -> [String] {
        items.map { item in
            switch item {
            case .record(let record): return record.line
            case .rejected(let rejection, let bytes):
                return rejection.message(in: "in") + " \(rejection.start)+\(rejection.length) \(bytes?.text ?? "-")"
            }
        } + [report.map { "\($0.table)" } ?? ""]
    }

    private func inPieces(_ input: [UInt8], _ size: Int) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: input.count, by: size).map { input[$0..<min($0 + size, input.count)] }
    }

    private func pass(_ chunks: [ArraySlice<UInt8>], _ conversion: HistoryConversion = Self.conversion) -> [String] {
        var iterator = conversion.items(of: chunks).makeIterator()
        var items: [HistoryItem] = []
        while let item = iterator.next() { items.append(item) }
        #expect(iterator.next() == nil, "what is over stays over")
        return run(items, iterator.report)
    }

    private static let everything: [UInt8] = Fixture.all.flatMap { $0.bytes + [0x0A] }

    @Test func `they are what a run writes`() throws {
        for input in [try Fixture.named("mixed-history.txt").bytes, Self.everything] {
            let whole = HistoryRun(reading: input)
            var lines = ""
            var places: [String] = []
            var iterator = Self.conversion.items(of: input).makeIterator()
            while let item = iterator.next() {
                switch item {
                case .record(let record):
                    lines += record.line + "\n"
                    #expect(try record.generation().line == record.line)
                    #expect(try record.generation().shape == record.shape)
                case .rejected(let rejection, let bytes):
                    places.append("\(rejection.error.code) \(rejection.line) \(rejection.start) \(rejection.length)")
                    #expect(bytes == Array(input[rejection.start..<rejection.start + rejection.length]))
                }
            }
            #expect(lines == whole.lines)
            #expect(iterator.report == whole.report)
            let expected = try whole.rejects.split(separator: "\n").map { line in
                let reject = try JSONTree(line.utf8)
                return try ["code", "line", "start", "length"].map { try #require(reject[$0]).literal }.joined(
                    separator: " ")
            }
            #expect(places == expected)
        }
    }

    @Test(arguments: [1, 2, 7, 61, 512, 4096, 65536, 1 << 20])
    func `where the pieces are cut makes no difference`(_ size: Int) throws {
        for input in [try Fixture.named("mixed-history.txt").bytes, Self.everything]
        where size > 1 || input.count < 100_000 {
            #expect(pass(inPieces(input, size)) == pass([input[...]]))
        }
    }

    @Test(arguments: 1...20)
    func `broken histories in pieces of any size, some of them empty`(_ seed: UInt64) {
        var mutator = Mutator(seed: seed)
        var generator = SeededGenerator(seed: seed)
        var input: [UInt8] = []
        for _ in 0..<generator.pick(1...8) {
            input += mutator.flipped(generator.pick(Fixture.all).bytes.prefix(3000).map { $0 }) + [0x0A]
        }
        var chunks: [ArraySlice<UInt8>] = []
        var position = 0
        while position < input.count {
            let end = min(position + generator.pick(0...700), input.count)
            chunks.append(input[position..<end])
            position = end
        }
        #expect(pass(chunks) == pass([input[...]]))
    }

    /// Each record says where it is: its part of the input alone gives the same record.
    @Test func `records and items stand where they say`() throws {
        let batch = "{\"items\":[\n\(Self.task("1")),\n7,\n{\"id\":null},\n\(Self.task("2"))\n],\"count\":4}\n"
        let input = Array(
            "\(Self.task("0"))\n\n[\(Self.task("a")),\n \(Self.task("b"))]\n\(batch)x\n\(Self.task("9"))".utf8)
        var found: [String] = []
        for item in Self.conversion.items(of: input) {
            switch item {
            case .record(let record):
                let place = record.position
                found.append(
                    "\(try record.generation().generation.id) \(place.line) \(place.item.map { "\($0)" } ?? "-")")
                let text = Array(input[place.start..<place.start + place.length])
                let alone = try Normalizer(.known).normalize(text)
                #expect(alone.map(\.generation) == [try record.generation().generation])
                #expect(input[..<place.start].count { $0 == 0x0A } + 1 == place.line)
            case .rejected(let rejection, _):
                found.append("\(rejection.error.code) \(rejection.line) \(rejection.item.map { "\($0)" } ?? "-")")
            }
        }
        #expect(
            found == [
                "0 1 -", "a 3 -", "b 4 -", "1 6 0", "not_a_generation 7 1", "wrong_type 8 2", "2 9 3", "not_json 11 -",
                "9 12 -",
            ])
    }

    /// A record that a log holds stands where it is, and not where the line of the log is.
    @Test func `records under body stand where they say`() throws {
        let batch = "{\n\"items\":[\n\(Self.task("1")),\n7,\n\(Self.task("2"))\n],\"count\":3}"
        let input = Array(
            "{\"body\":\(Self.task("0"))}\n{\n\"body\":\n \(Self.task("a"))\n}\n{\"body\":\n\(batch)}\n".utf8)
        var found: [String] = []
        for item in HistoryConversion(.known).items(of: input) {
            switch item {
            case .record(let record):
                let place = record.position
                let id = try record.generation().generation.id
                found.append("\(id) \(place.line) \(place.item.map { "\($0)" } ?? "-")")
                let text = Array(input[place.start..<place.start + place.length])
                #expect(text.text == Self.task("\(id)"))
            case .rejected(let rejection, _):
                found.append("\(rejection.error.code) \(rejection.line) \(rejection.item.map { "\($0)" } ?? "-")")
            }
        }
        #expect(found == ["0 1 -", "a 4 -", "1 9 0", "not_a_generation 10 1", "2 11 2"])
    }

    @Test func `another target in the same pass, with what that loses`() throws {
        let conversion = HistoryConversion(.known, to: .dialect(.dreamMachine))
        let tasks = "{\"items\":[\(Self.task("1")),\(Self.task("2"))],\"count\":2}\n\(Self.task("3"))"
        let records = conversion.items(of: Array(tasks.utf8)).compactMap { item -> HistoryRecord? in
            if case .record(let record) = item { record } else { nil }
        }
        #expect(records.map(\.shape) == ["acedata:task", "acedata:task", "acedata:task"])
        for record in records {
            let canonical = try Normalizer(.known).normalize(Self.task(String(record.line.dropFirst(7).prefix(1))).utf8)
            let rendered = try Renderer(.known, to: .dialect(.dreamMachine)).render(canonical.map(\.line))
            #expect(rendered.documents == [record.line])
            #expect(record.losses.map(\.kind) == rendered.ledger.losses.map(\.kind))
            #expect(!record.losses.isEmpty)
            #expect(throws: AdapterError.self) { try record.generation() }
        }
        #expect(records.map(\.position.item) == [0, 1, nil])
        #expect(records[1].losses.contains { "\($0.path)".hasPrefix("items[1].") })
    }

    @Test func `a selection leaves out, and says how many`() throws {
        var conversion = HistoryConversion(.known)
        conversion.selection.dialects = ["acedata"]
        var iterator = conversion.items(of: try Fixture.named("mixed-history.txt").bytes).makeIterator()
        var shapes: [String] = []
        while let item = iterator.next() {
            if case .record(let record) = item { shapes.append(record.shape) }
        }
        #expect(!shapes.isEmpty && shapes.allSatisfy { $0.hasPrefix("acedata:") })
        #expect(iterator.report.filtered > 0)
        #expect(iterator.report.written == shapes.count)
        #expect(iterator.report.read == iterator.report.written + iterator.report.rejected + iterator.report.filtered)
    }

    @Test func `links and unfinished records are judged by a time, if there is one`() throws {
        let url = "https://x/a.mp4?X-Amz-Date=20250101T000000Z&X-Amz-Expires=60&X-Amz-Signature=ab"
        let history = """
            {"id":"a","state":"completed","created_at":"2025-01-01T00:00:00Z","assets":{"video":"\(url)"},"request":{}}
            {"id":"b","state":"dreaming","created_at":"2025-01-01T00:00:00Z","assets":null,"request":{}}
            """
        func report(at now: String?) -> NormalizationReport {
            var conversion = HistoryConversion(.known)
            conversion.isDetailed = true
            conversion.now = now.flatMap { WallTime(rfc3339: $0) }
            var items = conversion.items(of: Array(history.utf8)).makeIterator()
            while items.next() != nil {}
            return items.report
        }
        for (now, expired, stale) in [
            ("2025-01-01T00:00:30Z", 0, 0), ("2025-01-01T01:00:00Z", 1, 0), ("2025-01-01T03:00:00Z", 1, 1),
        ] {
            let report = report(at: now)
            #expect(report.expiredURLs == expired && report.staleRecords == stale, "\(now)")
        }
        let undated = report(at: nil)
        #expect(undated.expiredURLs == nil && undated.staleRecords == nil)
        var json = ByteBuffer()
        undated.write(to: &json)
        let tree = try JSONTree(json.array())
        #expect(tree["states"] != nil && tree["expired_urls"] == nil && tree["stale"] == nil)
        // An interrupted run goes on with the accounts that it has written.
        var dated = ByteBuffer()
        report(at: "2025-01-01T03:00:00Z").write(to: &dated)
        var record = JSONRecord()
        try record.load(dated.array())
        var total = NormalizationReport(.root, of: record)
        total.add(report(at: "2025-01-01T03:00:00Z"))
        #expect(total.expiredURLs == 2 && total.staleRecords == 2 && total.isDetailed)
    }

    @Test func `the record that the line of a log holds`() throws {
        let line = "{\"at\":1,\"log\":{\"data\":\(Self.task("1"))}}\n"
        var conversion = HistoryConversion(.known)
        conversion.body = "log.data"
        let items = Array(conversion.items(of: Array(line.utf8)))
        guard case .record(let record) = items.first, items.count == 1 else {
            Issue.record("\(items)")
            return
        }
        #expect(record.shape == "acedata:task")
    }

    @Test func `a document beyond the limit is refused without its bytes`() throws {
        let conversion = HistoryConversion(.known, limits: JSONLimits(bytes: 1000))
        let long = "{\"id\":\"\(String(repeating: "x", count: 2_000_000))\"}\n"
        let items = Array(conversion.items(of: Array((long + Self.task("1")).utf8)))
        #expect(items.count == 2)
        guard case .rejected(let rejection, let bytes) = items.first else { return }
        #expect(rejection.error.code == AdapterError.Code(.tooLarge) && bytes == nil)
        #expect(rejection.length == long.utf8.count - 1)
    }

    /// Many refused items must not be counted through from the start of their document each.
    @Test func `the lines of items are counted once`() {
        let list = "{\"items\":[" + Array(repeating: "\n7", count: 300_000).joined(separator: ",") + "]}"
        var last = 0
        var count = 0
        for case .rejected(let rejection, _) in Self.conversion.items(of: Array(list.utf8)) {
            #expect(rejection.line == last + 1 || count == 0)
            (last, count) = (rejection.line, count + 1)
        }
        #expect(count == 300_000 && last == 300_001)
    }

    private static func task(_ id: String) -> String {
        "{\"id\":\"\(id)\",\"created_at\":1725077411.961,\"response\":{\"success\":true,\"task_id\":\"\(id)\",\"state\":\"completed\"}}"
    }
}

extension JSONTree {
    /// The text of a scalar.
    fileprivate var literal: String { text ?? description }
}

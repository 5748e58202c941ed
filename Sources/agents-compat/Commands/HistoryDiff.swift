import Adapters
import AgentsCore

/// Compares two histories.
struct HistoryDiff: ~Copyable {
    private let options: DiffOptions
    private let files: [[String]]
    private var output: DifferenceFile
    private let refused: RejectFile
    private var account: OutputFile?
    private var accounts = DiffAccounts()
    /// Whether an input could not be read to its end.
    private var isIncomplete = false

    /// Opens everything that is written; a missing input is found before.
    init(_ options: DiffOptions) throws {
        let reading = options.reading
        let files = try options.sides.map { try reading.files([$0]) }
        let output = DifferenceFile(try OutputFile.create(ifNamed: options.output), files)
        let refused = try RejectFile(reading.rejects, beside: reading.showsProgress)
        let account = try OutputFile.create(ifNamed: reading.report)
        self.options = options
        self.files = files
        self.output = output
        self.refused = refused
        self.account = account
    }

    /// Does the work.
    mutating func run() throws -> ExitCode {
        var left = try read(0)
        var right = try read(1)
        if !isIncomplete {
            try compare(try left.sorted(), try right.sorted())
            try output.finish()
        }
        try refused.finish()
        if isIncomplete { return .environment }
        var json = accounts.json
        try account?.write(&json)
        try account?.finish()
        Console.put(accounts.table)
        if !accounts.isEqual { return .failed }
        return options.reading.exitCode(rejected: accounts.rejected, isIncomplete: false)
    }

    /// Reads one of the histories.
    private mutating func read(_ side: Int) throws -> KeyedRecords {
        let files = files[side]
        var records = KeyedRecords(bound: options.memory / 2)
        var key = ByteBuffer(capacity: 256)
        var text = ByteBuffer(capacity: 4096)
        var pass = HistoryPass(files, options.reading, refusing: refused)
        try pass.run { (lane, part) throws(IOFailure) in
            for index in 0..<lane.converter.inspector.marks.count {
                let mark = lane.converter.inspector.marks[index]
                text.truncate(to: 0)
                RecordPlace(file: part.file, line: part.linesBefore + mark.line, byte: mark.offset).write(to: &text)
                // Without the newline.
                let line = mark.start..<mark.end - 1
                text.append(lane.lines, line.lowerBound, line.count)
                MatchKey.write(
                    mark.keyStart..<mark.keyEnd, of: lane.converter.inspector.keys, line: line, of: lane.lines, to: &key
                )
                try records.add(0..<key.count, of: key, 0..<text.count, of: text, progress: mark.progress)
            }
        }
        if pass.isIncomplete { isIncomplete = true }
        accounts.sides[side].read(pass.report)
        return records
    }

    // MARK: Matching

    private mutating func compare(_ left: consuming KeyedCursor, _ right: consuming KeyedCursor) throws {
        var comparison = RecordComparison(options.rules)
        var order = RecordOrder(bound: options.memory / 2)
        accounts.comparesOrder = options.comparesOrder
        var (hasLeft, hasRight) = (try left.advance(), try right.advance())
        while hasLeft || hasRight {
            let sign = !hasLeft ? 1 : !hasRight ? -1 : left.bytes.order(left.key, to: right.bytes, right.key)
            if sign < 0 {
                accounts.removed += 1
                try output.write(.removed, left.id, left.place, nil)
            } else if sign > 0 {
                accounts.added += 1
                try output.write(.added, right.id, nil, right.place)
            } else {
                try compareRecord(left, right, &comparison)
                if options.comparesOrder { try order.add(left, right) }
            }
            if sign <= 0 { hasLeft = try left.advance() }
            if sign >= 0 { hasRight = try right.advance() }
        }
        if !options.comparesOrder { return }
        try order.forEachMove { move throws(IOFailure) in
            accounts.moved += 1
            try output.write(.moved, move.id, from: "\(move.from)", to: "\(move.to)", move.left, move.right)
        }
    }

    /// Compares a record that both histories have.
    private mutating func compareRecord(
        _ left: borrowing KeyedCursor, _ right: borrowing KeyedCursor, _ comparison: inout RecordComparison
    ) throws {
        let differences: [RecordDifference]
        do throws(AdapterError) {
            differences = try comparison.differences(left.bytes, left.line, right.bytes, right.line)
        } catch {
            throw CommandError(code: .environment, message: "record \(left.id) cannot be compared: \(error.reason)")
        }
        if differences.isEmpty {
            accounts.same += 1
            return
        }
        accounts.count(differences)
        for difference in differences {
            try output.write(
                .changed, left.id, path: difference.path, from: difference.from, to: difference.to, left.place,
                right.place)
        }
    }
}

extension KeyedCursor {
    /// The identifier of the current record.
    fileprivate var id: String { MatchKey.id(key, of: bytes) }

    /// Where it stands.
    fileprivate var place: RecordPlace { RecordPlace(bytes, at: text.lowerBound) }

    /// Its canonical line, behind its place.
    fileprivate var line: Range<Int> { text.lowerBound + RecordPlace.size..<text.upperBound }
}

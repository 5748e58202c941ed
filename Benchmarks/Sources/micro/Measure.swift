import CountAllocations
import Foundation

/// One operation, timed, and its allocations.
struct Measure {
    /// Does the work once and returns a number that depends on its result.
    let operation: () throws -> Int
    private let repetitions: Int
    private var times: [Double] = []
    private var allocations: UInt?

    /// The length of a round, short enough for many and long enough for the clock.
    private static let round = Duration.milliseconds(20)

    /// Creates a measure, and finds out how often the operation fits into a round.
    init(_ operation: @escaping () throws -> Int) throws {
        self.operation = operation
        var repetitions = 1
        while try Self.time(operation, repetitions) < Self.round { repetitions *= 2 }
        self.repetitions = repetitions
    }

    /// Processor time, which other work on the machine disturbs least.
    private static func time(_ operation: () throws -> Int, _ repetitions: Int) throws -> Duration {
        let wanted = try operation()
        let start = processorTime
        for _ in 0..<repetitions {
            let result = try operation()
            precondition(result == wanted, "the same work gave something else than before")
        }
        return processorTime - start
    }

    private static var processorTime: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// Runs a round.
    mutating func run() throws {
        times.append(try Self.time(operation, repetitions) / .nanoseconds(repetitions))
        let before = allocation_count()
        _ = try operation()
        allocations = UInt(allocation_count() - before)
    }

    /// Nanoseconds of the median round.
    var nanoseconds: Double { times.sorted()[times.count / 2] }

    /// Allocations of the last round, after everything that is made once; nothing if they cannot be counted.
    var allocationCount: UInt? { allocation_count() == 0 ? nil : allocations }
}

/// The same work, done by the library and with `Codable`.
struct Contest {
    let shape: String
    let operation: String
    /// Documents, or items of a list, that one run of the operation is about.
    let count: Int
    private var library: Measure
    private var codable: Measure

    init(
        _ shape: String, _ operation: String, count: Int = 1, library: @escaping () throws -> Int,
        codable: @escaping () throws -> Int
    ) throws {
        self.shape = shape
        self.operation = operation
        self.count = count
        self.library = try Measure(library)
        self.codable = try Measure(codable)
    }

    /// Runs a round of both.
    mutating func run() throws {
        try library.run()
        try codable.run()
    }

    /// The line for both.
    var result: String {
        let ratio = codable.nanoseconds / library.nanoseconds
        return ([shape, operation] + cells(library) + cells(codable) + ["\((ratio * 10).rounded() / 10)"])
            .joined(separator: "\t")
    }

    private func cells(_ measure: Measure) -> [String] {
        [
            "\(Int((measure.nanoseconds / Double(count)).rounded()))",
            measure.allocationCount.map { "\((Double($0) / Double(count) * 10).rounded() / 10)" } ?? "-",
        ]
    }
}

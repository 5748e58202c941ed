import AgentsCore
import AgentsSimulator
import Synchronization
import Testing

@testable import CompatServer

/// Runs over a file that cannot be written for a while.
final class StoreStorm: Sendable {
    /// Why it cannot be written.
    enum Weather: String, CaseIterable, CustomTestStringConvertible {
        /// No page may be added.
        case full
        /// Another program has it locked.
        case locked

        var testDescription: String { rawValue }
    }

    let runs: ServerRuns
    private let folder: StoreFolder
    private let lock = Mutex<SQLiteDatabase?>(nil)

    init(_ options: SimulatorOptions = SimulatorOptions()) async throws {
        folder = try StoreFolder()
        runs = try await ServerRuns(options, at: .file(folder), busyTimeout: .milliseconds(1))
    }

    func begin(_ weather: Weather) async throws {
        switch weather {
        case .full:
            try await runs.store.writer.run { database throws(StoreError) in
                try database.run("PRAGMA max_page_count = 1")
            }
        case .locked:
            let path = folder.path("tasks.db")
            try lock.withLock { lock in
                guard lock == nil else { return }
                let database = try SQLiteDatabase(path: path, busyTimeout: .seconds(5))
                try database.run("BEGIN IMMEDIATE")
                lock = database
            }
        }
    }

    func end() async throws {
        lock.withLock { $0 = nil }
        try await runs.store.writer.run { database throws(StoreError) in
            try database.run("PRAGMA max_page_count = 1000000")
        }
    }

    /// Lets no answer to a submission be stored.
    ///
    /// - Parameter transport: What leads to the Agents API; straight to the simulator if it is none.
    /// - Returns: The transport.
    func transport(over transport: (any ClientTransport)? = nil) -> any ClientTransport {
        HookedTransport(transport ?? InProcessTransport(handler: runs.simulator)) { [self] request in
            if request.method == .post { try? await begin(.locked) }
        }
    }
}

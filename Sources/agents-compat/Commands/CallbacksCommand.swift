import Adapters
import AgentsCore
import CompatServer

extension CommandSpec {
    static let callbacks = CommandSpec(
        name: "callbacks",
        operands: "list | show ID… | replay [ID…]",
        summary: "Look after the callbacks of a server: list and show them, and send them again.",
        details: [
            "list shows the newest callbacks, one a line; show all that is known of some, with the attempts and the body;\n"
                + "replay makes those due that were given up or delivered, by their ids or all that were given up --created-since a time.",
            "The server may be running: it sends what is replayed within some seconds. A callback that a later state of its\n"
                + "task has made out of date is never sent again.",
        ],
        options: [.store, .callbackState, .callbackLimit, .createdSince, .json],
        examples: [
            "agents-compat callbacks list --state dead",
            "agents-compat callbacks show msg_6b1f2c1e-0d1a-4f53-9f0e-2f0a6a2f5d11 --json",
            "agents-compat callbacks replay --created-since 2026-11-21T00:00:00Z",
        ],
        kin: "serve",
        run: { try Callbacks($0).run() }
    )
}

extension OptionSpec {
    fileprivate static let callbackState = OptionSpec(
        "state", value: "STATE", choices: StoredCallback.State.known.map(\.rawValue),
        "list those only that are pending, delivered, superseded or dead, which means given up")
    fileprivate static let callbackLimit = OptionSpec(
        "limit", value: "N", standard: "50", "how many are listed at most")
    fileprivate static let createdSince = OptionSpec(
        "created-since", value: "TIME",
        "replay all that were given up and stored then or later, as in 2026-11-21T00:00:00Z")
    fileprivate static let json = OptionSpec("json", "a JSON object a line")
}

/// Looks after callbacks.
private struct Callbacks {
    private enum Action {
        case list(StoredCallback.State?, limit: Int)
        case show([String])
        case replay([String])
        case replayAll(since: WallTime)
    }

    private let action: Action
    private let store: ExistingStore
    private let isJSON: Bool

    init(_ arguments: Arguments) throws {
        action = try Self.action(arguments)
        store = try ExistingStore(arguments)
        isJSON = arguments.has(.json)
    }

    private static func action(_ arguments: Arguments) throws(CommandError) -> Action {
        let ids = Array(arguments.operands.dropFirst())
        switch arguments.operands.first {
        case "list":
            guard ids.isEmpty else { throw .usage("'callbacks list' takes no '\(ids[0])'; did you mean show?") }
            let state = arguments[.callbackState].map(StoredCallback.State.init)
            return .list(state, limit: try arguments.count(.callbackLimit))
        case "show":
            guard !ids.isEmpty else { throw .usage("'callbacks show' needs the id of a callback") }
            return .show(ids)
        case "replay":
            guard let text = arguments[.createdSince] else {
                guard !ids.isEmpty else {
                    throw .usage("'callbacks replay' needs ids of callbacks, or --created-since")
                }
                return .replay(ids)
            }
            guard ids.isEmpty else { throw .usage("'callbacks replay' takes ids or --created-since, not both") }
            guard let time = WallTime(rfc3339: text) else {
                throw arguments.refusal(
                    of: .createdSince, " cannot be '\(text)': it is a time, as in 2026-11-21T00:00:00Z")
            }
            return .replayAll(since: time)
        case let other?:
            let hint = ["list", "show", "replay"].nearest(to: other).map { "did you mean \($0)?" }
            throw .usage("'callbacks' cannot '\(other)'; \(hint ?? "it can list, show and replay")")
        case nil:
            throw .usage("'callbacks' needs to know what to do: list, show or replay")
        }
    }

    func run() throws -> ExitCode {
        switch action {
        case .list(let state, let limit): try list(state, limit)
        case .show(let ids): try show(ids)
        case .replay(let ids): try replay(ids)
        case .replayAll(let time): try replay(since: time)
        }
    }

    private func list(_ state: StoredCallback.State?, _ limit: Int) throws -> ExitCode {
        let callbacks = try store.run { store in
            var found: [StoredCallback] = []
            var cursor: String?
            repeat {
                let page = try await store.callbacks(in: state, from: cursor, limit: min(limit - found.count, 500))
                found += page.callbacks
                cursor = page.next
            } while cursor != nil && found.count < limit
            return found
        }
        if isJSON {
            try Console.print(callbacks.map { CallbackReport.json($0) + "\n" }.joined())
        } else if callbacks.isEmpty {
            Console.say("agents-compat: there are no such callbacks")
        } else {
            try Console.print(CallbackReport.table(callbacks))
        }
        return .done
    }

    private func show(_ ids: [String]) throws -> ExitCode {
        var isComplete = true
        for id in ids {
            let found = try store.run { store in
                (callback: try await store.callback(id), attempts: try await store.attempts(of: id))
            }
            guard let callback = found.callback else {
                Console.say("agents-compat: there is no callback \(id)")
                isComplete = false
                continue
            }
            let text =
                isJSON
                ? CallbackReport.json(callback, found.attempts) + "\n" : CallbackReport.page(callback, found.attempts)
            try Console.print(text)
        }
        return isComplete ? .done : .failed
    }

    private func replay(_ ids: [String]) throws -> ExitCode {
        let now = SystemClock().wallTime
        let refused = try store.run { store in
            var refused: [(id: String, state: StoredCallback.State?)] = []
            for id in ids where try await !store.replayCallback(id, at: now) {
                refused.append((id, try await store.callback(id)?.callback.state))
            }
            return refused
        }
        for (id, state) in refused {
            let reason =
                switch state {
                case nil: "there is none"
                case .pending?: "it is still to be sent"
                default: "a later state of its task has made it out of date"
                }
            Console.say("agents-compat: \(id) is not sent again: \(reason)")
        }
        tell(ids.count - refused.count)
        return refused.isEmpty ? .done : .failed
    }

    private func replay(since time: WallTime) throws -> ExitCode {
        let now = SystemClock().wallTime
        tell(try store.run { try await $0.replayCallbacks(createdSince: time, at: now) })
        return .done
    }

    private func tell(_ count: Int) {
        Console.say("agents-compat: \(count) callback\(count == 1 ? " is" : "s are") due now")
    }
}

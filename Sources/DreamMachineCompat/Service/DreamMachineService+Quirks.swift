import Adapters
import AgentsCore

extension DreamMachineService {
    /// What clients differ about; the standard is what the service itself did, and most clients want.
    ///
    /// Nothing of this is stored: a task answers as the server is set now.
    package struct Quirks: Sendable, Equatable {
        /// The state of a generation that has not begun.
        package enum InitialState: String, Sendable, CaseIterable {
            /// As the service had it.
            case queued
            /// For clients that take any other word than this for an error.
            case dreaming
        }

        /// What `assets` is before there are any.
        package enum EmptyAssets: String, Sendable, CaseIterable {
            /// As the service had it.
            case null
            /// An object without members, for clients that look into it without asking.
            case object
        }

        /// The state of a generation that has not begun.
        package var initialState: InitialState
        /// What `assets` is before there are any.
        package var emptyAssets: EmptyAssets
        /// Whether `version`, the name that `model` had until December 2024, stands beside it.
        package var emitsVersion: Bool

        /// Creates a choice.
        package init(
            initialState: InitialState = .queued, emptyAssets: EmptyAssets = .null, emitsVersion: Bool = false
        ) {
            self.initialState = initialState
            self.emptyAssets = emptyAssets
            self.emitsVersion = emitsVersion
        }

        /// A task as it is to be rendered.
        func applied(to task: TaskRecord) -> TaskRecord {
            if self == Quirks() { return task }
            var task = task
            if initialState == .dreaming && task.generation.state.value == .queued { task["state"] = "\"dreaming\"" }
            if emptyAssets == .object && task["assets"] == "null" { task["assets"] = "{}" }
            if emitsVersion, let model = task.generation.model.value {
                task["version"] = model.rawValue.jsonString
            }
            return task
        }
    }
}

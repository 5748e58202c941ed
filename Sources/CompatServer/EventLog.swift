import AgentsCore

/// What the server tells its operator: one line an event, a fixed message and named values.
///
/// No line holds a key, a prompt or a body.
package struct EventLog: Sendable {
    /// How bad an event is.
    package enum Level: String, Sendable {
        /// Good to know.
        case info
        /// Somebody may want to look.
        case warning
        /// Something is broken.
        case error
    }

    private let write: @Sendable (Level, String) -> Void

    /// Creates a log.
    ///
    /// - Parameter write: Takes a line without a newline.
    package init(_ write: @escaping @Sendable (Level, String) -> Void) {
        self.write = write
    }

    /// A log that keeps silent.
    package static let silent = EventLog { _, _ in }

    func info(_ message: StaticString, _ values: KeyValuePairs<String, String> = [:]) {
        record(.info, message, values)
    }

    func warn(_ message: StaticString, _ values: KeyValuePairs<String, String> = [:]) {
        record(.warning, message, values)
    }

    func error(_ message: StaticString, _ values: KeyValuePairs<String, String> = [:]) {
        record(.error, message, values)
    }

    private func record(_ level: Level, _ message: StaticString, _ values: KeyValuePairs<String, String>) {
        write(level, values.reduce("\(message)") { $0 + " \($1.key)=\($1.value.isBare ? $1.value : $1.value.quoted)" })
    }
}

extension String {
    fileprivate var isBare: Bool {
        !isEmpty && utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
    }

    fileprivate var quoted: String {
        var buffer = ByteBuffer(capacity: utf8.count + 2)
        buffer.appendJSON(self)
        return buffer.text(0..<buffer.count)
    }
}

import Adapters
import AgentsCore

/// Where refused parts of an input go: a file, or the first few of them to standard error.
final class RejectFile {
    /// Rejections that are told one by one without a file.
    private static let told = 10
    /// Bytes that are written at once.
    private static let block = 256 << 10

    private var file: OutputFile?
    private var lines = ByteBuffer()
    private var count = 0
    private let isBesideProgress: Bool

    /// Creates one that writes a file, or only tells if there is no name for one.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - progress: Whether a line of progress is on the screen.
    /// - Throws: ``IOFailure`` if the file cannot be created.
    init(_ name: String?, beside progress: Bool) throws(IOFailure) {
        file = try OutputFile.create(ifNamed: name)
        isBesideProgress = name == nil && progress
    }

    /// Creates one that writes to a file that is there; nothing if an earlier run has finished it.
    init(_ file: consuming OutputFile?) {
        self.file = consume file
        isBesideProgress = false
    }

    /// Tells on lines of their own, where progress is shown on the last one.
    func tell(_ message: String) {
        if isBesideProgress { Progress.clearLine() }
        Console.say(message)
    }

    /// Bytes of the file so far, which have reached the disk.
    ///
    /// Nothing without a file.
    func sync() throws(IOFailure) -> Int? {
        try flush()
        return try file?.sync()
    }

    /// Takes a rejection.
    func add(
        _ rejection: Rejection, _ name: String, _ record: borrowing JSONRecord
    ) throws(IOFailure) {
        count += 1
        if file == nil {
            if count <= Self.told { tell(rejection.message(in: name)) }
            if count == Self.told + 1 { tell("further ones are not shown; --rejects FILE keeps all of them") }
        } else {
            rejection.write(to: &lines, file: name, record: record)
            if lines.count >= Self.block { try file?.write(&lines) }
        }
    }

    /// Takes a record that was understood and is refused all the same.
    func add(id: String, code: String, reason: String) throws(IOFailure) {
        count += 1
        if file == nil {
            if count <= Self.told { tell("record \(id): \(code): \(reason)") }
            if count == Self.told + 1 { tell("further ones are not shown; --rejects FILE keeps all of them") }
        } else {
            lines.append(
                contentsOf:
                    "{\"code\":\(code.jsonString),\"reason\":\(reason.jsonString),\"id\":\(id.jsonString)}\n".utf8)
            if lines.count >= Self.block { try file?.write(&lines) }
        }
    }

    /// Writes what was taken so far.
    func flush() throws(IOFailure) {
        try file?.write(&lines)
    }

    /// Gives the file its name.
    func finish() throws(IOFailure) {
        try flush()
        try file?.finish()
    }
}

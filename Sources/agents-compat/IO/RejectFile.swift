import Adapters
import AgentsCore

/// Where refused parts of an input go: a file, or the first few of them to standard error.
struct RejectFile: ~Copyable {
    /// Rejections that are told one by one without a file.
    private static let told = 10

    private var file: OutputFile?
    private var lines = ByteBuffer()
    private var count = 0

    /// Creates one that only tells.
    init() {
        file = nil
    }

    /// Creates one that writes a file.
    init(_ name: String) throws(IOFailure) {
        file = try OutputFile.create(name)
    }

    /// Takes a rejection.
    mutating func add(
        _ rejection: Rejection, _ name: String, _ record: borrowing JSONRecord, _ converter: inout RecordConverter
    ) throws(IOFailure) {
        converter.tally.count(refused: rejection.error)
        count += 1
        if file == nil {
            if count <= Self.told { Console.say(rejection.message(in: name)) }
            if count == Self.told + 1 { Console.say("further ones are not shown; --rejects FILE keeps all of them") }
        } else {
            rejection.write(to: &lines, file: name, record: record)
            try file?.write(&lines)
        }
    }

    /// Gives the file its name.
    mutating func finish() throws(IOFailure) {
        try file?.finish()
    }
}

import AgentsCore

/// What a prompt asks of the simulator, in words such as `[[take=5]]`.
///
/// | directive | effect |
/// |---|---|
/// | `[[fail=<failure_code>]]` | the job fails with this code, known or not |
/// | `[[http=<status>]]` | the request is answered with this error, 400 to 599; nothing is accepted |
/// | `[[take=<seconds>]]` | the job takes this long, 0 to 86,400, before the division by the speed |
/// | `[[never]]` | the job never ends |
/// | `[[lose-reply]]` | the job is accepted, and the connection closed without an answer |
/// | `[[stall]]` | the request is never answered; nothing is accepted |
/// | `[[outputs=<n>]]` | the job makes this many files, 0 to 16 |
///
/// Other words in double brackets belong to the prompt. A directive that cannot be followed is refused, because a test
/// that relies on it would otherwise pass or fail for another reason.
struct Directives: Sendable, Equatable {
    /// Why the job is to fail.
    var failureCode: Generation.FailureCode?
    /// The error to answer with.
    var status: Int?
    /// How long the job is to take.
    var duration: Duration?
    /// Whether the job never ends.
    var neverEnds = false
    /// Whether the answer is lost.
    var losesReply = false
    /// Whether there is no answer.
    var stalls = false
    /// How many files the job is to make.
    var outputs: Int?

    /// Asks for nothing.
    init() {}

    /// Reads the directives of a prompt; of two of the same name the last counts.
    ///
    /// - Parameter prompt: The prompt.
    /// - Throws: ``Rejection`` if a directive has a value that it cannot have.
    init(parsing prompt: String) throws(Rejection) {
        let bytes = Array(prompt.utf8)
        var index = 0
        while let start = Self.firstPair(UInt8(ascii: "["), in: bytes[...], from: index) {
            let window = min(start + 2 + Self.maximumLength + 2, bytes.count)
            guard let end = Self.firstPair(UInt8(ascii: "]"), in: bytes[..<window], from: start + 2) else {
                index = start + 1
                continue
            }
            // Of more than two brackets in a row the last two count.
            if bytes[start + 2] == UInt8(ascii: "[") {
                index = start + 1
                continue
            }
            let text = String(decoding: bytes[(start + 2)..<end], as: UTF8.self)
            guard try follow(text) else {
                index = start + 2
                continue
            }
            index = end + 2
        }
    }

    /// No directive is longer, brackets apart; without a bound a prompt of brackets alone would take long.
    private static let maximumLength = 100

    private static func firstPair(_ byte: UInt8, in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
        var index = start
        while index + 1 < bytes.endIndex {
            if bytes[index] == byte, bytes[index + 1] == byte { return index }
            index += 1
        }
        return nil
    }

    /// Follows a directive; `false` if the text is none.
    private mutating func follow(_ text: String) throws(Rejection) -> Bool {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count > 1 ? String(parts[1]) : nil
        switch parts.first {
        case "fail": failureCode = try Self.read(value, as: "fail", Self.failureCode)
        case "http": status = try Self.read(value, as: "http", Self.status)
        case "take": duration = try Self.read(value, as: "take", Self.duration)
        case "outputs": outputs = try Self.read(value, as: "outputs", Self.outputs)
        case "never" where value == nil: neverEnds = true
        case "lose-reply" where value == nil: losesReply = true
        case "stall" where value == nil: stalls = true
        default: return false
        }
        return true
    }

    private static func read<Value>(
        _ text: String?, as name: StaticString, _ parse: (String) -> Value?
    ) throws(Rejection) -> Value {
        if let value = text.flatMap(parse) { return value }
        throw Rejection(422, "Simulator directive [[\(name)=…]] has a value that it cannot have")
    }

    private static func failureCode(_ text: String) -> Generation.FailureCode? {
        let isWord = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
        }
        return isWord && (1...64).contains(text.utf8.count) ? Generation.FailureCode(rawValue: text) : nil
    }

    private static func status(_ text: String) -> Int? {
        Int(text).flatMap { (400...599).contains($0) ? $0 : nil }
    }

    private static func duration(_ text: String) -> Duration? {
        Double(text).flatMap { (0...86_400).contains($0) ? .seconds($0) : nil }
    }

    private static func outputs(_ text: String) -> Int? {
        Int(text).flatMap { (0...16).contains($0) ? $0 : nil }
    }
}

/// A line on the terminal that says how far a run is.
struct Progress: ~Copyable {
    private let isShown: Bool
    private let clock = ContinuousClock()
    private var started: ContinuousClock.Instant
    private var shown: ContinuousClock.Instant
    private var name = ""
    private var size: Int?
    private var done = 0

    init(isShown: Bool) {
        self.isShown = isShown
        started = clock.now
        shown = started
    }

    /// Begins with a file.
    mutating func start(_ name: String, size: Int?) {
        self.name = name == "-" ? "standard input" : name
        self.size = size
        done = 0
        started = clock.now
    }

    /// Counts bytes that were read.
    mutating func advance(by bytes: Int) {
        done += bytes
        guard isShown else { return }
        let now = clock.now
        guard now - shown >= .milliseconds(200) else { return }
        shown = now
        let seconds = max((now - started) / .seconds(1), 0.001)
        let rate = Double(done) / seconds
        var text = "\(name): \(done / 1_000_000) MB, \(Int(rate / 1_000_000)) MB/s"
        if let size, size > 0, rate > 0 {
            text += ", \(done * 100 / size) %, \(Int(Double(max(size - done, 0)) / rate)) s left"
        }
        Console.put("\r\(text)\u{1B}[K")
    }

    /// Clears the line.
    func finish() {
        if isShown { Console.put(Self.clear) }
    }

    private static let clear = "\r\u{1B}[K"

    /// Makes room for a message on a terminal.
    static func clearLine() {
        Console.put(clear)
    }
}

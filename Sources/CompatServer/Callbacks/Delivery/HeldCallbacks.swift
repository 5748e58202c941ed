/// Callbacks that were handed out by the store and wait for a place at their receivers, so that many of one receiver are
/// not handed out and taken back with each that is sent.
struct HeldCallbacks: Sendable {
    private var queues: [String: Queue<(callback: OutgoingCallback, end: Duration)>] = [:]
    /// How many there are.
    private(set) var count = 0

    /// The receivers that some are for.
    var receivers: Set<String> { Set(queues.keys) }

    /// Adds one behind the others of its receiver.
    ///
    /// - Parameters:
    ///   - callback: The callback.
    ///   - end: Until when it may be sent.
    mutating func insert(_ callback: OutgoingCallback, until end: Duration) {
        queues[callback.callback.origin, default: Queue()].append((callback, end))
        count += 1
    }

    /// Until when the first of a receiver may be sent; nothing if there is none.
    func end(of receiver: String) -> Duration? { queues[receiver]?.first?.end }

    /// Takes the first of a receiver.
    mutating func popFirst(of receiver: String) -> OutgoingCallback? {
        guard let first = queues[receiver]?.popFirst() else { return nil }
        count -= 1
        if queues[receiver]?.isEmpty == true { queues[receiver] = nil }
        return first.callback
    }

    /// Takes all of a receiver.
    mutating func removeAll(of receiver: String) -> [OutgoingCallback] {
        var callbacks: [OutgoingCallback] = []
        while let callback = popFirst(of: receiver) { callbacks.append(callback) }
        return callbacks
    }

    /// Takes all.
    mutating func removeAll() -> [OutgoingCallback] {
        receivers.flatMap { removeAll(of: $0) }
    }
}

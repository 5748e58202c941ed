import CMicroHTTPD

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The system's queue of events on descriptors.
struct EventQueue: ~Copyable, Sendable {
    private let queue: Descriptor
    private let bell: Descriptor
    private static let bellID = UInt64.max
    private static let capacity = 64

    /// Creates a queue; fails if the system has no descriptors left.
    init?() {
        guard let queue = Descriptor(compat_events_create()), let bell = Descriptor(compat_events_bell()),
            compat_events_add_input(queue.number, bell.number, Self.bellID) == 0
        else { return nil }
        self.queue = queue
        self.bell = bell
    }

    /// Reports for as long as something can be read or accepted.
    ///
    /// - Parameters:
    ///   - descriptor: Where.
    ///   - id: What is reported; not the largest number.
    borrowing func reportInput(on descriptor: Int32, as id: UInt64) {
        _ = compat_events_add_input(queue.number, descriptor, id)
    }

    /// Reports once when the other side of a connection closes its end; until the descriptor is closed.
    ///
    /// - Parameters:
    ///   - descriptor: The connection.
    ///   - id: What is reported; not the largest number.
    borrowing func reportHangUp(of descriptor: Int32, as id: UInt64) {
        _ = compat_events_add_hang_up(queue.number, descriptor, id)
    }

    /// Reports nothing more of a descriptor.
    borrowing func remove(_ descriptor: Int32) {
        _ = compat_events_remove(queue.number, descriptor)
    }

    /// Ends a wait, from any thread.
    borrowing func ring() {
        var one: UInt64 = 1
        _ = unsafe write(bell.number, &one, MemoryLayout<UInt64>.size)
    }

    /// Waits for events.
    ///
    /// - Parameters:
    ///   - milliseconds: How long; for ever if negative.
    ///   - report: Takes the id of every event.
    borrowing func wait(milliseconds: Int32, report: (UInt64) -> Void) {
        unsafe withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.capacity) { ids in
            let count = unsafe compat_events_wait(queue.number, ids.baseAddress, milliseconds)
            for index in 0..<Int(max(count, 0)) {
                let id = unsafe ids[index]
                if id != Self.bellID {
                    report(id)
                    continue
                }
                var rings: UInt64 = 0
                _ = unsafe read(bell.number, &rings, MemoryLayout<UInt64>.size)
            }
        }
    }
}

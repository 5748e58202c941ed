import AgentsCore

/// What is needed to go on asking after a task; everything else about it is in the store.
struct LiveTask: Sendable {
    /// The task's own id.
    let name: TaskName
    /// The Agents API's id of it; nothing as long as there is none to ask after.
    let upstreamName: TaskName?
    /// The trace id of the call that submitted it.
    let traceName: TaskName
    /// Whether it waits to be sent.
    let isWaiting: Bool
    /// Whether a question is on its way, or what follows from its answer is being stored.
    var isAsked = false
    /// The place of its dialect's service.
    let service: UInt8
    /// The place of its key.
    let key: UInt32
    var poll: PollState
    /// What the last answer said that is stored, as ``Generation/mark`` has it; nothing if there was none in this run.
    var mark: Int?
    /// When it was changed last as it is stored.
    var updatedAt: WallTime

    /// A task that is none any more.
    static let vacant = LiveTask(
        name: .uuid(0, 0), upstreamName: nil, traceName: .uuid(0, 0), isWaiting: false, isAsked: true, service: 0,
        key: 0,
        poll: PollState(PollCadence(for: nil), now: .zero, deadline: .zero), updatedAt: WallTime(microseconds: 0))
}

extension Generation {
    /// What of an unfinished generation tasks take over: while it stays the same there is nothing to store.
    var mark: Int {
        var hasher = Hasher()
        hasher.combine(id)
        hasher.combine(state)
        hasher.combine(model)
        hasher.combine(failureReason)
        hasher.combine(failureCode)
        return hasher.finalize()
    }
}

/// Tasks that are followed, each in a place of its own, without a part of memory for each and without moving them when
/// there are more.
struct LiveTasks: Sendable {
    private static let pageSize = 256

    private var pages: [[LiveTask]] = []
    private var spare: [UInt32] = []
    private var table = PlaceTable<TaskName>()

    /// How many there are.
    var count: Int { table.count }

    /// Their places, in no order.
    var occupied: [UInt32] { Array(table.places) }

    /// The place of a task; nothing if it is not followed.
    func place(of name: TaskName) -> UInt32? { table.place(of: name) { self[$0].name } }

    /// The task at a place; a vacant one if it was taken away.
    subscript(_ place: UInt32) -> LiveTask {
        get { pages[Int(place) / Self.pageSize][Int(place) % Self.pageSize] }
        _modify { yield &pages[Int(place) / Self.pageSize][Int(place) % Self.pageSize] }
    }

    /// Adds a task, which is not there yet.
    ///
    /// - Parameter task: The task.
    /// - Returns: Its place.
    mutating func insert(_ task: LiveTask) -> UInt32 {
        if spare.isEmpty {
            let first = UInt32(pages.count * Self.pageSize)
            pages.append(Array(repeating: .vacant, count: Self.pageSize))
            spare = (first..<first + UInt32(Self.pageSize)).reversed()
        }
        let place = spare.removeLast()
        self[place] = task
        table.insert(place) { [pages] in pages[Int($0) / Self.pageSize][Int($0) % Self.pageSize].name }
        return place
    }

    /// Takes a task away.
    ///
    /// - Parameter name: Its name.
    /// - Returns: The task; nothing if it is not followed.
    mutating func remove(_ name: TaskName) -> LiveTask? {
        let removed = table.remove(name) { [pages] in pages[Int($0) / Self.pageSize][Int($0) % Self.pageSize].name }
        guard let place = removed else { return nil }
        defer {
            self[place] = .vacant
            spare.append(place)
        }
        return self[place]
    }
}

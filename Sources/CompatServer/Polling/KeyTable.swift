import AgentsCore

/// The keys that tasks are asked after with, each in a place of its own as long as a task or a question needs it.
struct KeyTable: Sendable {
    private struct Entry: Sendable {
        let principal: Fingerprint
        var credential: Credential?
        var users = 0
    }

    private var entries: [Entry?] = []
    private var spare: [UInt32] = []
    private var places: [Fingerprint: UInt32] = [:]

    /// The key of a principal gets another user.
    ///
    /// - Parameters:
    ///   - principal: Whose key it is.
    ///   - credential: The key, if somebody has brought it.
    /// - Returns: Its place, and whether it is new there.
    mutating func use(_ principal: Fingerprint, _ credential: Credential?) -> (place: UInt32, isNew: Bool) {
        if let place = places[principal] {
            entries[Int(place)]?.users += 1
            return (place, false)
        }
        let entry = Entry(principal: principal, credential: credential, users: 1)
        let place = spare.popLast() ?? UInt32(entries.count)
        if Int(place) < entries.count { entries[Int(place)] = entry } else { entries.append(entry) }
        places[principal] = place
        return (place, true)
    }

    /// A key that is in use gets another user.
    mutating func retain(_ place: UInt32) {
        entries[Int(place)]?.users += 1
    }

    /// A user of a key needs it no more.
    mutating func release(_ place: UInt32) {
        guard let entry = entries[Int(place)] else { return }
        entries[Int(place)]?.users = entry.users - 1
        guard entry.users == 1 else { return }
        entries[Int(place)] = nil
        places[entry.principal] = nil
        spare.append(place)
    }

    /// Whose key it is.
    func principal(of place: UInt32) -> Fingerprint? { entries[Int(place)]?.principal }

    /// The key, if somebody has brought it.
    subscript(_ place: UInt32) -> Credential? {
        get { entries[Int(place)]?.credential }
        set { entries[Int(place)]?.credential = newValue }
    }
}

/// The files that are remembered, of all clients.
///
/// Beyond a bound the oldest are forgotten, whatever their state: nobody can then refer to them any more.
struct FileTable: Sendable {
    private var files: [Identifier: UploadedFile] = [:]
    /// The identifiers by age, behind a part that was already taken; their numbers begin with `oldest`.
    private var order: [Identifier] = []
    private var taken = 0
    private var forgotten = 0
    private let capacity: Int

    /// Creates an empty table.
    ///
    /// - Parameter capacity: How many files are remembered.
    init(capacity: Int) {
        self.capacity = max(capacity, 1)
    }

    /// Files that are remembered.
    var count: Int { files.count }

    /// The file of an identifier, if it is remembered and the client's.
    subscript(_ id: Identifier, of client: ClientID) -> UploadedFile? {
        files[id].flatMap { $0.client == client ? $0 : nil }
    }

    /// The file of an identifier, whoever's it is: the storage goes by the signature of the URL alone.
    subscript(_ id: Identifier) -> UploadedFile? { files[id] }

    /// Remembers a file.
    mutating func insert(_ file: UploadedFile) {
        if files.count >= capacity {
            files[order[taken]] = nil
            taken += 1
            forgotten += 1
            if taken > order.count / 2 {
                order.removeFirst(taken)
                taken = 0
            }
        }
        files[file.id] = file
        order.append(file.id)
    }

    /// Changes a file.
    ///
    /// - Parameters:
    ///   - id: Its identifier; nothing happens if it is not remembered.
    ///   - change: What is changed.
    mutating func update(_ id: Identifier, _ change: (inout UploadedFile) -> Void) {
        guard var file = files.removeValue(forKey: id) else { return }
        change(&file)
        files[id] = file
    }

    /// A page of files, the newest first.
    ///
    /// - Parameters:
    ///   - limit: How many there are on it at most.
    ///   - number: The number of the file behind which it begins; at the newest without one.
    ///   - isWanted: Which files count.
    /// - Returns: The files, and the number behind which the next page begins, if there is one.
    func page(
        _ limit: Int, after number: Int?, where isWanted: (UploadedFile) -> Bool
    ) -> (files: [UploadedFile], next: Int?) {
        let end = number.map { min(max($0 - forgotten + taken, taken), order.count) } ?? order.count
        var page: [UploadedFile] = []
        var last = 0
        for index in (taken..<end).reversed() {
            guard let file = files[order[index]], isWanted(file) else { continue }
            if page.count == limit { return (page, last) }
            page.append(file)
            last = index - taken + forgotten
        }
        return (page, nil)
    }
}

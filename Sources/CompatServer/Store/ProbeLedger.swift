package import Adapters
package import AgentsCore

/// What is known of the video that a task made.
package struct VideoFinding: Sendable, Equatable {
    /// Its size as it is shown.
    package let size: PixelSize
    /// The size of its thumbnail; nothing if there is none.
    package let thumbnail: PixelSize?

    /// Creates a finding.
    package init(size: PixelSize, thumbnail: PixelSize? = nil) {
        self.size = size
        self.thumbnail = thumbnail
    }
}

/// Knows the tasks whose files are still to be looked into, and keeps what was found.
package protocol ProbeLedger: Sendable {
    /// Tasks that have ended and whose files nobody has looked into, the oldest first.
    ///
    /// - Parameters:
    ///   - last: The task behind which they begin; nothing to begin.
    ///   - start: Those that were submitted earlier are left out.
    ///   - files: Whose files count.
    ///   - limit: The most tasks.
    /// - Returns: The tasks; fewer than the limit if there are no more.
    /// - Throws: ``StoreError``.
    func unprobedTasks(
        after last: TaskPlace?, since start: WallTime, _ files: ProbedFiles, limit: Int
    ) async throws(StoreError) -> [TaskPlace]

    /// Keeps what was found in the files of a task, whose files are not looked into again; not of one that was deleted.
    ///
    /// - Parameters:
    ///   - finding: What was found; nothing if there is nothing to be known.
    ///   - thumbnail: The thumbnail of which the finding has the size, a JPEG.
    ///   - id: The task's own id.
    /// - Throws: ``StoreError``.
    func keep(_ finding: VideoFinding?, thumbnail: [UInt8]?, of id: String) async throws(StoreError)

    /// The thumbnail of a task.
    ///
    /// - Parameter id: The task's own id.
    /// - Returns: A JPEG; nothing if there is none, or the task was deleted.
    /// - Throws: ``StoreError``.
    func thumbnail(of id: String) async throws(StoreError) -> [UInt8]?
}

/// Whose files are looked into.
package enum ProbedFiles: Sendable {
    /// Those of every task.
    case all
    /// Those of tasks whose files are copied.
    case copied
}

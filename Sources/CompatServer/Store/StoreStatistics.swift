/// What writing to a store has cost so far.
package struct StoreStatistics: Sendable, Equatable {
    /// Writes that are on the disk.
    package let writes: Int
    /// Commits that brought them there.
    package let commits: Int
    /// Writes that wait.
    package let waitingWrites: Int
}

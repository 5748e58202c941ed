/// What writing to a store has cost so far, and whether it succeeds.
package struct StoreStatistics: Sendable, Equatable {
    /// Writes that are on the disk.
    package let writes: Int
    /// Commits that brought them there.
    package let commits: Int
    /// Writes that wait.
    package let waitingWrites: Int
    /// Whether a write has failed because of the store, and none has succeeded since.
    package let isFailing: Bool
}

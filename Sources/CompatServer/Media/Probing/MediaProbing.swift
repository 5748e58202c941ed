import AgentsCore

/// How videos are looked into.
package struct MediaProbing: Sendable, Equatable {
    /// The folder beside a store for files that are being looked into.
    ///
    /// - Parameter store: The database.
    /// - Returns: The path.
    package static func folder(beside store: String) -> String { store + ".probe" }

    /// The programs.
    package let tools: MediaTools
    /// The folder for files that are being looked into, and no others; it is there only as long as it is needed.
    package let folder: String
    /// The most bytes of a file that is fetched to be looked into.
    package var maximumBytes = 512 << 20

    /// Creates a setting.
    ///
    /// - Parameters:
    ///   - tools: The programs.
    ///   - folder: The folder for files that are being looked into; it is no other server's.
    /// - Throws: ``StoreError`` if the folder cannot be named.
    package init(_ tools: MediaTools, in folder: String) throws(StoreError) {
        self.tools = tools
        do throws(SystemError) {
            self.folder = try FileSystem.absolute(folder)
        } catch {
            throw StoreError(
                .unavailable, "the folder \(folder) for files cannot be found: \(error)",
                remedy: "start the server in a folder that is there")
        }
    }

    /// What looks into videos.
    func prober(
        of copies: MediaCopies?, outputs: FreshOutputs, store: any TaskStore, transport: any ClientTransport,
        clock: any ServerClock, log: EventLog
    ) -> MediaProber {
        let source: MediaProber.Source
        if let copies, copies.keeping == .untilDeleted {
            source = .copies(MediaFolder(path: copies.folder), DiskQueue())
        } else {
            var copier = MediaCopier(
                folder: MediaFolder(path: folder), outputs: outputs, transport: transport, queue: DiskQueue())
            copier.limits.bytes = maximumBytes
            source = .storage(copier)
        }
        return MediaProber(source: source, probe: ToolProbe(tools: tools), store: store, clock: clock, log: log)
    }
}

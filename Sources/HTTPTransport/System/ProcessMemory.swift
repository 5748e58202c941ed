import CMicroHTTPD

/// The memory of the process.
package enum ProcessMemory {
    /// Lets threads share two pools; before there are threads.
    ///
    /// The system's library would give each thread a pool of its own, and what one of them frees the others do not find there.
    package static func shareAmongThreads() {
        compat_share_memory()
    }
}

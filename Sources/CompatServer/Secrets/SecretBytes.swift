import CSodium

/// Bytes of a key, in memory that is neither swapped out nor dumped where the system allows that, and wiped at the end.
@safe final class SecretBytes: @unchecked Sendable {
    // Sendable although it holds a pointer: the bytes are written once, before anybody else can see them.

    private let memory: UnsafeMutablePointer<UInt8>
    /// How many they are.
    let count: Int

    /// Creates bytes.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - fill: Writes them.
    /// - Throws: ``SecretError`` if there is no memory, or what `fill` throws.
    init(
        count: Int, _ fill: (UnsafeMutablePointer<UInt8>) throws(SecretError) -> Void
    ) throws(SecretError) {
        guard Sodium.isReady, let memory = unsafe sodium_malloc(count) else { throw .noMemory }
        unsafe self.memory = unsafe memory.bindMemory(to: UInt8.self, capacity: count)
        self.count = count
        try unsafe fill(self.memory)
        unsafe sodium_mprotect_readonly(memory)
    }

    /// Creates random bytes.
    convenience init(randomCount count: Int) throws(SecretError) {
        try unsafe self.init(count: count) { unsafe randombytes_buf($0, count) }
    }

    deinit {
        unsafe sodium_free(memory)
    }

    /// Lends the bytes.
    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafePointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try unsafe body(memory)
    }
}

extension SecretBytes: CustomStringConvertible, CustomReflectable {
    /// Nothing of the bytes.
    var description: String { "<redacted>" }

    /// Nothing of the bytes.
    var customMirror: Mirror { Mirror(self, children: [:]) }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ServerSecret {
    /// Reads the secret from a file that only its owner can use; creates the file if there is none.
    ///
    /// A new file appears under its name only when it is complete and on the disk. Of several processes that create it at
    /// once, one does and the others read what it wrote.
    ///
    /// - Parameter path: The file. Missing folders are created.
    /// - Throws: ``SecretError`` if it cannot be read or created, others can use it, or it is no secret.
    package init(file path: String) throws(SecretError) {
        if unsafe access(path, F_OK) != 0 && errno == ENOENT { try Self.create(path) }
        try self.init(Self.read(path))
    }

    private static func read(_ path: String) throws(SecretError) -> SecretBytes {
        // A pipe must not keep the server waiting for a writer.
        let file = try attempt("read", path) { () throws(SystemError) in try OpenFile(path, O_RDONLY | O_NONBLOCK) }
        let status = try attempt("read", path) { () throws(SystemError) in try file.status() }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size == byteCount else {
            throw SecretError(
                .notASecret, "\(path) is no file of \(byteCount) bytes, so it is not a server's secret",
                remedy: "put the right file there, or set \(variable)")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw SecretError(
                .notPrivate, "\(path) can be used by others than its owner",
                remedy: "run 'chmod 600' on it, and make a new secret if others may have read it")
        }
        return try unsafe SecretBytes(count: byteCount) { start throws(SecretError) in
            try attempt("read", path) { () throws(SystemError) in
                try unsafe file.read(into: UnsafeMutableRawBufferPointer(start: start, count: byteCount))
            }
        }
    }

    /// Creates a file with a random secret, unless one appears meanwhile.
    private static func create(_ path: String) throws(SecretError) {
        let master = try SecretBytes(randomCount: byteCount)
        try attempt("create", path) { () throws(SystemError) in
            try FileSystem.createFolder(FileSystem.folder(of: path))
            let temporary = "\(path).\(Hexadecimal.text(Sodium.randomBytes(8)))"
            let file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL)
            defer { unsafe unlink(temporary) }
            try unsafe master.withUnsafeBytes { start throws(SystemError) in
                try unsafe file.write(UnsafeRawBufferPointer(start: start, count: byteCount))
            }
            try file.synchronize()
            // Unlike a new name, a link never replaces a file.
            guard unsafe link(temporary, path) == 0 || errno == EEXIST else { throw .last }
            try FileSystem.synchronizeFolder(of: path)
        }
    }

    private static func attempt<Result: ~Copyable>(
        _ action: String, _ path: String, _ body: () throws(SystemError) -> Result
    ) throws(SecretError) -> Result {
        do throws(SystemError) {
            return try body()
        } catch {
            throw SecretError(
                .unavailable, "cannot \(action) the server's secret \(path): \(error)",
                remedy: "let the server's user read it and write its folder, or set \(variable)")
        }
    }
}

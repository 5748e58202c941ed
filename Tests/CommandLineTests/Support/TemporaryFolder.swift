import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder that is gone when the test is over.
final class TemporaryFolder: Sendable {
    let url: URL

    /// Creates an empty folder.
    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "agents-compat.\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    var path: String { url.path }

    /// The files in it, sorted.
    var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// Writes a file.
    func write(_ name: String, _ contents: some Sequence<UInt8>) throws {
        try Data(contents).write(to: url.appending(path: name))
    }

    /// Writes a file.
    func write(_ name: String, _ contents: String) throws {
        try write(name, contents.utf8)
    }

    /// Removes a file.
    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: url.appending(path: name))
    }

    /// The bytes of a file.
    func read(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: url.appending(path: name)))
    }

    /// A file as text.
    func text(_ name: String) throws -> String {
        String(decoding: try read(name), as: UTF8.self)
    }

    /// The lines of a file.
    func lines(_ name: String) throws -> [String] {
        try text(name).split(separator: "\n").map(String.init)
    }

    /// Creates a named pipe, and opens it so that it has both a reader and a writer.
    func pipe(_ name: String) throws -> Int32 {
        let file = url.appending(path: name).path
        guard mkfifo(file, 0o600) == 0 else { throw SystemFailure("mkfifo") }
        return open(file, O_RDWR | O_CLOEXEC)
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The programs that look into videos, as they are installed.
package struct MediaTools: Sendable, Equatable {
    /// Where `ffprobe` is, which reads sizes.
    package let ffprobe: String
    /// Where `ffmpeg` is, which makes thumbnails; nothing if there is none.
    package let ffmpeg: String?

    /// Creates a description of programs.
    ///
    /// - Parameters:
    ///   - ffprobe: Where `ffprobe` is.
    ///   - ffmpeg: Where `ffmpeg` is, if it is anywhere.
    package init(ffprobe: String, ffmpeg: String?) {
        self.ffprobe = ffprobe
        self.ffmpeg = ffmpeg
    }

    /// Looks for the programs.
    ///
    /// - Parameter path: The folders to look in, as in the variable `PATH`; those that depend on the working folder do not
    ///   count.
    /// - Returns: The programs; nothing if there is no `ffprobe`.
    package static func find(in path: String) -> MediaTools? {
        let folders = path.split(separator: ":").filter { $0.hasPrefix("/") }
        func find(_ name: String) -> String? {
            folders.lazy.map { "\($0)/\(name)" }.first(where: isProgram)
        }
        return find("ffprobe").map { MediaTools(ffprobe: $0, ffmpeg: find("ffmpeg")) }
    }

    private static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && access(path, X_OK) == 0
    }
}

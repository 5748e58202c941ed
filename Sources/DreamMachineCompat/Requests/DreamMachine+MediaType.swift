extension DreamMachine {
    /// The type of a video by the end of its address's path; nothing if that does not tell it.
    static func mediaType(ofVideoAt url: String) -> String? {
        let path = url.prefix { $0 != "?" && $0 != "#" }
        // What stands before the path may have dots, too.
        let rest = path.firstRange(of: "://").map { path[$0.upperBound...].drop { $0 != "/" } } ?? path
        guard let name = rest.split(separator: "/", omittingEmptySubsequences: false).last,
            let dot = name.lastIndex(of: ".")
        else { return nil }
        switch name[name.index(after: dot)...].lowercased() {
        case "mp4", "m4v": return "video/mp4"
        case "mov", "qt": return "video/quicktime"
        case "webm": return "video/webm"
        default: return nil
        }
    }
}

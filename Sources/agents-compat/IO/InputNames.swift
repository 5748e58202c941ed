#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files that operands name: themselves, the histories in a folder, or what a pattern fits.
enum InputNames {
    /// What the names of histories in a folder look like; compressed and rotated ones have something behind it.
    static let patterns = ["*.ndjson*", "*.jsonl*", "*.json", "*.json.gz"]

    /// The files of some operands, those of each folder or pattern sorted.
    static func files(_ operands: [String]) throws -> [String] {
        var files: [String] = []
        for operand in operands { files += try self.files(operand) }
        return files
    }

    private static func files(_ operand: String) throws -> [String] {
        if operand == "-" { return [operand] }
        var status = stat()
        if stat(operand, &status) == 0 {
            return status.st_mode & S_IFMT == S_IFDIR ? try histories(in: operand) : [operand]
        }
        guard operand.contains(where: { "*?[".contains($0) }) else {
            try InputFile.check(operand)
            return [operand]
        }
        let found = matches(operand)
        guard !found.isEmpty else {
            throw CommandError(code: .environment, message: "no file fits \(operand)")
        }
        return found
    }

    private static func matches(_ pattern: String) -> [String] {
        var result = glob_t()
        defer { globfree(&result) }
        guard glob(pattern, 0, nil, &result) == 0 else { return [] }
        return (0..<Int(result.gl_pathc)).compactMap { result.gl_pathv[$0].map { String(cString: $0) } }
            .filter { isFile($0) }
    }

    private static func histories(in folder: String) throws -> [String] {
        guard let entries = opendir(folder) else { throw IOFailure("read", folder) }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            // What a run that goes on at the same time has not finished is nobody's history yet.
            let isHistory = !name.hasPrefix(".") && !name.hasSuffix(".partial")
            if isHistory, patterns.contains(where: { fnmatch($0, name, 0) == 0 }) { names.append(name) }
        }
        let parent = folder.hasSuffix("/") ? folder : "\(folder)/"
        let files = names.sorted().map { parent + $0 }.filter { isFile($0) }
        guard !files.isEmpty else {
            let wanted = patterns.joined(separator: ", ")
            throw CommandError(code: .environment, message: "there is no history in \(folder): no file like \(wanted)")
        }
        return files
    }

    private static func isFile(_ name: String) -> Bool {
        var status = stat()
        return stat(name, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }
}

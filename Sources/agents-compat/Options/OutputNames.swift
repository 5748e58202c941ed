#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files that a command is to write, by the options that name them.
struct OutputNames {
    private let names: [(option: OptionSpec, name: String)]

    /// Refuses to write two things to one file, and anything but data to standard output.
    init(_ outputs: [(option: OptionSpec, name: String?)]) throws(CommandError) {
        names = outputs.compactMap { output in output.name.map { (output.option, $0) } }
        var taken: [String: OptionSpec] = [:]
        for (option, name) in names {
            if name == "-" { throw .usage("--\(option.name) cannot go to standard output; name a file") }
            let target = OutputFile.resolved(name)
            // The same file, however it is spelled; a device takes what it is given.
            let key = target.hasPrefix("/") ? target : OutputFile.resolved(".") + "/" + name.withoutDotSlash
            if let other = taken[key], !key.hasPrefix("/dev/") {
                throw .usage("--\(option.name) and --\(other.name) are the same file: \(name)")
            }
            taken[key] = option
        }
    }

    /// Refuses to replace files that are read, whatever they are called.
    ///
    /// - Parameters:
    ///   - inputs: The files that are read; `-` is standard input.
    ///   - exception: The option that may name one of them, because it is there to take its place.
    /// - Throws: ``CommandError`` for the first that would be replaced.
    func spare(_ inputs: [String], butFor exception: OptionSpec? = nil) throws(CommandError) {
        guard let (option, name) = replaced(inputs, butFor: exception) else { return }
        throw .usage("--\(option.name) would replace \(name), which is read; name another file")
    }

    /// Refuses to replace files that could not be read to their end: what stands behind the damage is nowhere else.
    func spare(damaged inputs: [String]) throws(CommandError) {
        guard let (option, name) = replaced(inputs) else { return }
        throw CommandError(
            code: .failed,
            message: "--\(option.name) would replace \(name), of which not all was read; name another file for what was"
        )
    }

    private func replaced(
        _ inputs: [String], butFor exception: OptionSpec? = nil
    ) -> (option: OptionSpec, name: String)? {
        let read = Set(inputs.compactMap { FileIdentity($0) })
        return names.first { option, name in
            option.name != exception?.name && FileIdentity(name).map(read.contains) == true
        }
    }
}

/// What tells a regular file from all others, by whatever name or link it is reached.
private struct FileIdentity: Hashable {
    private let device: UInt64
    private let number: UInt64

    /// Nothing for what is missing or no regular file; `-` is standard input.
    init?(_ name: String) {
        var status = stat()
        let isThere = (name == "-" ? fstat(0, &status) : stat(name, &status)) == 0
        guard isThere, status.st_mode & S_IFMT == S_IFREG else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        number = UInt64(truncatingIfNeeded: status.st_ino)
    }
}

extension String {
    fileprivate var withoutDotSlash: Substring {
        hasPrefix("./") ? dropFirst(2) : self[...]
    }
}

import AgentsCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Messages to people: everything that is not data goes to standard error.
enum Console {
    /// Whether standard error is a terminal.
    static var isTerminal: Bool { isatty(2) == 1 }

    /// Writes a line to standard error; control characters, which a file's name may hold, are shown as such.
    static func say(_ message: String) {
        put(
            message.unicodeScalars.map {
                $0.properties.generalCategory == .control ? $0.escaped(asASCII: true) : "\($0)"
            }
            .joined() + "\n")
    }

    /// Writes text to standard error as it stands.
    static func put(_ text: String) {
        var buffer = ByteBuffer(text.utf8)
        // Nothing can be said about a standard error that cannot be written.
        try? OutputFile.standardError.write(&buffer)
    }

    /// Writes text to standard output as it stands.
    static func print(_ text: String) throws(IOFailure) {
        var buffer = ByteBuffer(text.utf8)
        try OutputFile.standardOutput.write(&buffer)
    }
}

extension RequestShape {
    /// The dialect's name on the command line, as in `dream-machine`.
    package var dialect: String {
        String(name.description.prefix { $0 != "." })
    }

    /// The operation's name within its dialect, as in `reframe-video`.
    package var operation: String {
        String(name.description.drop { $0 != "." }.dropFirst())
    }
}

extension [RequestShape] {
    /// The shape of an operation, by its name within the dialect (`video`) or with it (`dream-machine.video`).
    package func named(_ name: String) -> RequestShape? {
        first { $0.operation == name || $0.name.description == name }
    }
}

/// How a report for people is made readable where it is shown.
package struct ReportStyle: Sendable {
    /// What a word means to the reader.
    package enum Tone: Sendable {
        case good, notable, bad
    }

    /// Whether control characters are shown as such: a terminal would obey them.
    let isTerminal: Bool
    /// Whether words have colours.
    let hasColour: Bool

    /// Creates a style.
    ///
    /// - Parameters:
    ///   - terminal: Whether the report goes to a terminal.
    ///   - colour: Whether words have colours.
    package init(terminal: Bool, colour: Bool) {
        isTerminal = terminal
        hasColour = colour
    }

    /// Text for files and pipes.
    package static let plain = Self(terminal: false, colour: false)

    /// A word in the colour of its tone.
    func painted(_ text: String, _ tone: Tone) -> String {
        guard hasColour else { return text }
        let code =
            switch tone {
            case .good: "32"
            case .notable: "33"
            case .bad: "31"
            }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }

    /// A document: byte for byte, but for control characters on a terminal.
    func document(_ json: String) -> String {
        isTerminal ? json.printable : json
    }
}

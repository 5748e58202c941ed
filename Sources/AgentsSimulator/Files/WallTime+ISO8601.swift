import AgentsCore

extension WallTime {
    /// Reads a date and time of ISO 8601 in its extended form; without a zone it is meant in UTC.
    ///
    /// `2026-09-01T00:00:00Z`, `2026-09-01T00:00:00.5+02:00` and `2026-09-01 00:00` are understood; digits behind the
    /// second are cut off. Nothing for any other text, or a time before 1970.
    init?(iso8601 text: String) {
        var rest = text.utf8[...]
        guard text.utf8.count <= 40, let year = rest.number(4), rest.take("-"), let month = rest.number(2),
            rest.take("-"), let day = rest.number(2), rest.take("T") || rest.take("t") || rest.take(" "),
            let hour = rest.number(2), rest.take(":"), let minute = rest.number(2)
        else { return nil }
        var second = 0
        if rest.take(":") {
            guard let number = rest.number(2) else { return nil }
            second = number
            if rest.take(".") {
                let fraction = rest.prefix { $0.isDigit }
                guard !fraction.isEmpty else { return nil }
                rest = rest.dropFirst(fraction.count)
            }
        }
        let date = CivilDate(year: year, month: month, day: day)
        guard let offset = rest.zone(), rest.isEmpty, date.isValid, hour < 24, minute < 60, second <= 60 else {
            return nil
        }
        let seconds = ((date.number * 24 + hour) * 60 + minute - offset) * 60 + second
        guard seconds >= 0 else { return nil }
        self.init(seconds: Int64(seconds))
    }
}

extension Substring.UTF8View {
    /// Takes one character, if it is the next.
    fileprivate mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard first == UInt8(ascii: character) else { return false }
        removeFirst()
        return true
    }

    /// Takes a number of so many digits.
    fileprivate mutating func number(_ count: Int) -> Int? {
        let digits = prefix(count)
        guard digits.count == count, digits.allSatisfy(\.isDigit) else { return nil }
        self = dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 & 15) }
    }

    /// Takes a zone, in minutes east of UTC; nothing if there is something else.
    fileprivate mutating func zone() -> Int? {
        if isEmpty || take("Z") || take("z") { return 0 }
        let isWest = take("-")
        guard isWest || take("+"), let hours = number(2), hours < 24 else { return nil }
        _ = take(":")
        let minutes = isEmpty ? 0 : number(2)
        guard let minutes, minutes < 60 else { return nil }
        return (isWest ? -1 : 1) * (hours * 60 + minutes)
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= self }
}

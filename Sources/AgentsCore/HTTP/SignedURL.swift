/// A URL whose query opens a file for a while, as storage services hand them out.
///
/// Source: the query authentication of Amazon S3 (versions 2 and 4), Google Cloud Storage and Azure Storage.
package struct SignedURL: Sendable, Equatable {
    /// When the file is closed again.
    package let expiry: WallTime

    /// Bytes of the longest URL that is read.
    private static let longest = 16_384

    /// Reads the expiry of a URL; nothing if its query is signed in no known way.
    ///
    /// - Parameter url: The URL.
    package init?(_ url: some StringProtocol) {
        guard url.utf8.count <= Self.longest else { return nil }
        let text = ByteBuffer(url.utf8)
        self.init(in: text, 0..<text.count)
    }

    /// Reads the expiry of a URL where it lies, without taking a copy: histories hold millions of links.
    ///
    /// - Parameters:
    ///   - text: Holds the URL.
    ///   - range: Where it lies.
    package init?(in text: borrowing ByteBuffer, _ range: Range<Int>) {
        guard range.count <= Self.longest,
            let mark = text.firstIndex(of: UInt8(ascii: "?"), from: range.lowerBound, to: range.upperBound)
        else { return nil }
        let query = SignedQuery(text, mark + 1, range.upperBound)
        if let expiry = query.expiry(date: .amazonDate, after: .amazonExpires, text) {
            self.expiry = expiry
        } else if let expiry = query.expiry(date: .googleDate, after: .googleExpires, text) {
            self.expiry = expiry
        } else if let seconds = query.number(.expires, text), query.has(.signature) {
            expiry = WallTime(seconds: Int64(seconds))
        } else if let time = query.time(.azureExpiry, text), query.has(.azureSignature) {
            expiry = time
        } else {
            return nil
        }
    }
}

/// The parameters of a query that say when its signature ends: where their values lie.
private struct SignedQuery {
    private var starts = SIMD8<Int32>(repeating: -1)
    private var ends = SIMD8<Int32>(repeating: -1)

    /// Finds the parameters between two offsets; of one that stands twice, the last counts.
    init(_ text: borrowing ByteBuffer, _ start: Int, _ limit: Int) {
        let end = text.firstIndex(of: UInt8(ascii: "#"), from: start, to: limit) ?? limit
        var start = start
        while start < end {
            let next = text.firstIndex(of: UInt8(ascii: "&"), from: start, to: end) ?? end
            note(text, start, next)
            start = next + 1
        }
    }

    private mutating func note(_ text: borrowing ByteBuffer, _ start: Int, _ end: Int) {
        var start = start
        while start < end, text.byte(at: start) == UInt8(ascii: "=") { start += 1 }
        // No name that matters is longer.
        let limit = min(end, start + 15)
        guard let mark = text.firstIndex(of: UInt8(ascii: "="), from: start, to: limit), mark + 1 < end else { return }
        for number in 0..<SignatureParameter.endings {
            guard let name = SignatureParameter(rawValue: number)?.name, name.utf8CodeUnitCount == mark - start else {
                continue
            }
            if text.equals(start, ignoringCase: name) {
                starts[number] = Int32(mark + 1)
                ends[number] = Int32(end)
            }
        }
    }

    /// Whether a parameter has a value.
    func has(_ parameter: SignatureParameter) -> Bool { starts[parameter.rawValue] >= 0 }

    private func range(_ parameter: SignatureParameter) -> Range<Int>? {
        has(parameter) ? Int(starts[parameter.rawValue])..<Int(ends[parameter.rawValue]) : nil
    }

    /// The end of a validity that is given by its start and its length.
    func expiry(date: SignatureParameter, after duration: SignatureParameter, _ text: borrowing ByteBuffer) -> WallTime?
    {
        guard let date = time(date, text), let seconds = number(duration, text), seconds <= 1 << 32 else { return nil }
        return date + .seconds(seconds)
    }

    /// A parameter as an integer.
    func number(_ parameter: SignatureParameter, _ text: borrowing ByteBuffer) -> Int? {
        range(parameter).flatMap { Int(text.text($0)) }
    }

    /// A time in the basic or extended form of ISO 8601, in UTC: `20260408T120000Z`, `2026-04-08T12%3A00%3A00Z`.
    func time(_ parameter: SignatureParameter, _ text: borrowing ByteBuffer) -> WallTime? {
        guard let range = range(parameter) else { return nil }
        // The digits of the date and of the time.
        var (date, time, digits) = (0, 0, 0)
        var position = range.lowerBound
        while position < range.upperBound {
            let byte = text.byte(at: position)
            switch (byte, digits) {
            case (UInt8(ascii: "-"), _), (UInt8(ascii: ":"), _):
                position += 1
            case (UInt8(ascii: "%"), _):
                guard position + 3 <= range.upperBound, text.equals(position, ignoringCase: "%3a") else { return nil }
                position += 3
            case (UInt8(ascii: "T"), 8), (UInt8(ascii: "Z"), 15):
                digits += 1
                position += 1
            case (0x30...0x39, 0..<8):
                (date, digits) = (date * 10 + Int(byte - 0x30), digits + 1)
                position += 1
            case (0x30...0x39, 9..<15):
                (time, digits) = (time * 10 + Int(byte - 0x30), digits + 1)
                position += 1
            default:
                return nil
            }
        }
        let day = CivilDate(year: date / 10_000, month: date / 100 % 100, day: date % 100)
        let (hour, minute, second) = (time / 10_000, time / 100 % 100, time % 100)
        guard digits == 16, day.isValid, hour < 24, minute < 60, second < 60 else { return nil }
        return WallTime(seconds: Int64(((day.number * 24 + hour) * 60 + minute) * 60 + second))
    }
}

extension ByteBuffer {
    /// Whether `word`, which has no capital letters, stands at an offset in any case.
    fileprivate func equals(_ start: Int, ignoringCase word: StaticString) -> Bool {
        for index in 0..<word.utf8CodeUnitCount {
            let byte = self.byte(at: start + index)
            let small = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
            let expected = unsafe word.utf8Start[index]
            if small != expected { return false }
        }
        return true
    }
}

/// A URL whose query opens a file for a while, as storage services hand them out.
///
/// Source: the query authentication of Amazon S3 (versions 2 and 4), Google Cloud Storage and Azure Storage.
package struct SignedURL: Sendable, Equatable {
    /// When the file is closed again.
    package let expiry: WallTime

    /// Reads the expiry of a URL; nothing if its query is signed in no known way.
    ///
    /// - Parameter url: The URL.
    package init?(_ url: some StringProtocol) {
        guard let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")), url.utf8.count <= 16_384 else { return nil }
        var parameters: [String: Substring.UTF8View] = [:]
        // Bytes, because histories hold millions of links, and telling characters apart takes most of the time.
        let query = Substring(url[url.index(after: mark)...]).utf8.prefix { $0 != UInt8(ascii: "#") }
        for pair in query.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard parts.count == 2, parts[0].count <= Self.longestName else { continue }
            parameters[String(Substring(parts[0])).lowercased()] = parts[1]
        }
        for vendor in ["x-amz-", "x-goog-"] {
            guard let date = parameters[vendor + "date"].flatMap(Self.time),
                let seconds = parameters[vendor + "expires"].flatMap(Self.number), seconds <= 1 << 32
            else { continue }
            expiry = date + .seconds(seconds)
            return
        }
        if let seconds = parameters["expires"].flatMap(Self.number), parameters["signature"] != nil {
            expiry = WallTime(seconds: Int64(seconds))
        } else if let time = parameters["se"].flatMap(Self.time), parameters["sig"] != nil {
            expiry = time
        } else {
            return nil
        }
    }

    /// Letters of the longest name that matters, `X-Goog-Expires`.
    private static let longestName = 14

    private static func number(_ text: Substring.UTF8View) -> Int? {
        Int(String(Substring(text)))
    }

    /// A time in the basic or extended form of ISO 8601, in UTC: `20260408T120000Z`, `2026-04-08T12%3A00%3A00Z`.
    private static func time(_ text: Substring.UTF8View) -> WallTime? {
        let plain = String(Substring(text)).replacing("%3A", with: ":").replacing("%3a", with: ":")
        let digits = plain.utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ":") }
        guard digits.count == 16, digits[8] == UInt8(ascii: "T"), digits[15] == UInt8(ascii: "Z") else { return nil }
        func number(_ range: Range<Int>) -> Int? { Int(String(decoding: digits[range], as: UTF8.self)) }
        guard let year = number(0..<4), let month = number(4..<6), let day = number(6..<8),
            let hour = number(9..<11), let minute = number(11..<13), let second = number(13..<15),
            CivilDate(year: year, month: month, day: day).isValid, 0..<24 ~= hour, 0..<60 ~= minute, 0..<60 ~= second
        else { return nil }
        let days = CivilDate(year: year, month: month, day: day).number
        return WallTime(seconds: Int64(((days * 24 + hour) * 60 + minute) * 60 + second))
    }
}

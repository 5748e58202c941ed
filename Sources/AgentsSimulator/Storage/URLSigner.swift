import AgentsCore

/// Makes and checks the queries of presigned URLs.
///
/// They look like those of the storage that the real service uses, but for the method of signing: see ``SipHash``.
struct URLSigner: Sendable {
    private let hasher: SipHash

    /// Creates a signer with a keyed hash.
    init(_ hasher: SipHash) {
        self.hasher = hasher
    }

    /// Why a URL is refused.
    enum Fault: Error, Equatable {
        case unsigned
        case forged
        case expired
    }

    /// The query that opens a path.
    ///
    /// - Parameters:
    ///   - path: The path.
    ///   - method: What it may be used for; what can be got can be looked at, too.
    ///   - time: When the URL is made.
    ///   - lifetime: How long it is good for, in whole seconds.
    ///   - serial: A number that no other URL has, so that none is like another.
    /// - Returns: The query, without the question mark.
    func query(
        for path: String, _ method: HTTPMethod = .get, at time: WallTime, lifetime: Duration, serial: UInt64
    ) -> String {
        let signed =
            "X-Amz-Expires=\(lifetime.components.seconds)&X-Amz-Date=\(Self.date(time))"
            + "&X-Amz-Security-Token=\(Hexadecimal.padded(serial))"
        return "\(signed)&X-Amz-Signature=\(signature(of: signed, path, method))"
    }

    /// Checks the query of a path.
    ///
    /// - Parameters:
    ///   - query: The query.
    ///   - path: The path.
    ///   - method: What it is used for.
    ///   - time: When the URL is used.
    /// - Throws: ``Fault`` if the path stays closed.
    func check(
        _ query: String?, for path: String, _ method: HTTPMethod = .get, at time: WallTime
    ) throws(Fault) {
        guard let query, query.utf8.count < 1000 else { throw .unsigned }
        let parts = query.split(separator: "&", omittingEmptySubsequences: false)
        guard let last = parts.last, last.hasPrefix("X-Amz-Signature=") else { throw .unsigned }
        let signed = parts.dropLast().joined(separator: "&")
        guard last.dropFirst("X-Amz-Signature=".count) == signature(of: signed, path, method) else { throw .forged }
        // The order is the signer's own, or the signature would not fit.
        guard parts.count == 4, let seconds = Int64(parts[0].dropFirst("X-Amz-Expires=".count)),
            let made = Self.time(parts[1].dropFirst("X-Amz-Date=".count))
        else { throw .unsigned }
        guard time < made + .seconds(seconds) else { throw .expired }
    }

    private func signature(of query: String, _ path: String, _ method: HTTPMethod) -> String {
        Hexadecimal.padded(hasher.hash("\(method == .head ? .get : method) \(path)?\(query)".utf8))
    }

    /// The basic form of ISO 8601: `20260408T120000Z`.
    private static func date(_ time: WallTime) -> String {
        time.rfc3339().filter { $0 != "-" && $0 != ":" }
    }

    private static func time(_ text: Substring) -> WallTime? {
        let digits = text.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.map { Int($0 & 15) }
        guard digits.count == 14 else { return nil }
        func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
        let day = CivilDate(year: number(0..<4), month: number(4..<6), day: number(6..<8)).number
        return WallTime(
            seconds: Int64(((day * 24 + number(8..<10)) * 60 + number(10..<12)) * 60 + number(12..<14)))
    }
}

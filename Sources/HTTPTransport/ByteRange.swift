/// The part of a file that a field `Range` asks for.
package enum ByteRange: Sendable, Equatable {
    /// All of it: there is no such field, or one that is passed over, as several ranges are.
    case whole
    /// A part that is there.
    case part(Range<Int>)
    /// A part that is not there.
    case unsatisfiable

    /// Reads a field `Range`, as in `bytes=0-99`, `bytes=100-` and `bytes=-100`.
    ///
    /// - Parameters:
    ///   - field: The field, if there is one.
    ///   - count: Bytes of the file.
    package init(_ field: String?, of count: Int) {
        self = .whole
        guard let field, field.hasPrefix("bytes=") else { return }
        let bounds = field.dropFirst("bytes=".count).split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, bounds.allSatisfy(Self.isNumber) else { return }
        switch (Self.number(bounds[0]), Self.number(bounds[1])) {
        case (let first?, let last?) where last < first: return
        case (let first?, let last):
            self = first < count ? .part(first..<(min(last ?? .max, count - 1) + 1)) : .unsatisfiable
        case (nil, let length?):
            self = length > 0 && count > 0 ? .part(max(count - length, 0)..<count) : .unsatisfiable
        case (nil, nil): return
        }
    }

    private static func isNumber(_ text: Substring) -> Bool {
        text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// A number; one that does not fit is beyond every file.
    private static func number(_ digits: Substring) -> Int? {
        digits.isEmpty ? nil : Int(digits) ?? .max
    }
}

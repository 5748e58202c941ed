/// The place in a client's list of files behind which a page begins.
///
/// To a client it is opaque: the number of a file and a keyed hash of it, so that one that was not given to this client
/// is refused.
struct FileCursor: Sendable {
    /// Makes and checks the hashes.
    let hasher: SipHash

    /// The cursor of a number.
    func text(of number: Int, for client: ClientID) -> String {
        let digits = Hexadecimal.padded(UInt64(number))
        return digits + Hexadecimal.padded(hasher.hash("cursor \(client.hash) \(digits)".utf8))
    }

    /// The number of a cursor.
    ///
    /// - Parameters:
    ///   - text: The cursor.
    ///   - client: Who gives it.
    /// - Returns: The number behind which the page begins.
    /// - Throws: ``Rejection`` if it was not given to this client.
    func number(_ text: String, for client: ClientID) throws(Rejection) -> Int {
        guard text.utf8.count == 32, let number = Int(text.prefix(16), radix: 16), number >= 0,
            self.text(of: number, for: client) == text
        else { throw Rejection(422, "cursor: invalid value '\(text.echoed)'") }
        return number
    }
}

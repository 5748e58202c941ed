import AgentsCore

extension RequestRule {
    /// A rule for addresses that the Agents API fetches: nothing but `http` and `https`, and a host.
    ///
    /// - Parameter rule: What becomes of the address.
    /// - Returns: The rule.
    package static func address(_ rule: RequestRule) -> RequestRule {
        RequestRule(rule.rows) { (draft, record, member) throws(Failure) in
            try rule.action(&draft, record, member)
            if let fault = (record.string(member.ref) ?? "").addressFault { throw .malformed(fault, record, member) }
        }
    }
}

extension String {
    /// Why the text is no address that can be fetched over HTTP.
    fileprivate var addressFault: ShapeFault? {
        guard let colon = firstIndex(of: ":") else { return .url }
        let scheme = self[..<colon].lowercased()
        guard scheme == "http" || scheme == "https" else { return .scheme }
        let rest = self[index(after: colon)...]
        let host = rest.dropFirst(2).prefix { !"/?#".contains($0) }
        guard rest.hasPrefix("//"), !host.isEmpty, utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return .url }
        return nil
    }
}

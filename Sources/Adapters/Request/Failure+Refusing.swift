package import AgentsCore

extension Failure {
    /// The refusal that a row stands for.
    package init(refusing row: RequestRow, at path: FieldPath) {
        guard row.disposition != .refused else {
            self.init(row.code, row.reason, path: path)
            rule = row.key
            return
        }
        // The key of a member that nobody knows may be of any length.
        let name = "\(path)".prefix(100)
        let remedy = "change it, or allow it with the policy \(row.key)=apply"
        self.init(row.code, "\(name) cannot be translated exactly: \(row.reason); \(remedy)", path: path)
        rule = row.key
    }
}

/// Reports a finding unless something holds: stops the run, so that the fuzzer keeps the input.
func check(_ holds: Bool, _ claim: @autoclosure () -> String) {
    if !holds { finding(claim()) }
}

/// Reports a finding.
func finding(_ claim: String) -> Never {
    fatalError("finding: \(claim)")
}

extension Sequence<UInt8> {
    /// The bytes as text, for reports.
    var text: String { String(decoding: Array(self), as: UTF8.self) }
}

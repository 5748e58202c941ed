package import AgentsCore

extension JSONLimits {
    /// Limits for documents that were written from ones that were within limits: they can be somewhat longer and deeper.
    package static let canonicalLine = JSONLimits(depth: 512, bytes: 1 << 30, values: .max)
}

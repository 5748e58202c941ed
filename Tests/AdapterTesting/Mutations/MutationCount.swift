import Foundation

/// How many mutants each law is asked about.
package enum MutationCount {
    /// The environment variable that sets it.
    package static let variable = "AGENTS_COMPAT_MUTATIONS"

    /// Ten thousand, or what the environment says; nothing if that is no number.
    package static let setting: Int? = {
        guard let text = ProcessInfo.processInfo.environment[variable] else { return 10_000 }
        return Int(text).flatMap { $0 > 0 ? $0 : nil }
    }()

    /// Seeds of blocks of mutants, as many as it takes.
    ///
    /// - Parameter size: The mutants of a block.
    /// - Returns: Seeds from 1 on.
    package static func seeds(ofBlocksOf size: Int) -> [UInt64] {
        (1...UInt64(max((setting ?? 0) / size, 1))).map { $0 }
    }
}

import Synchronization

@testable import CompatServer

/// Knows the names of a test, and what they resolve to the first time, the second, and so on.
final class ScriptedResolver: NameResolver {
    /// The answer of a resolver that has no place for one more.
    static let busy = ["busy"]

    private let answers: [String: [[String]]]
    private let lookUps = Mutex<[String: Int]>([:])

    /// Creates a resolver: answers by name, the last of which counts from then on.
    init(_ answers: [String: [[String]]]) {
        self.answers = answers
    }

    /// How often a name was asked for.
    func count(of name: String) -> Int { lookUps.withLock { $0[name, default: 0] } }

    func addresses(of name: String) async throws(ResolverError) -> [String] {
        let index = lookUps.withLock { counts in
            counts[name, default: 0] += 1
            return counts[name, default: 1] - 1
        }
        guard let list = answers[name], let answer = index < list.count ? list[index] : list.last, !answer.isEmpty
        else { throw .unknownName }
        if answer == Self.busy { throw .busy }
        return answer
    }
}

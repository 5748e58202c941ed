import AdapterTesting
import Adapters
import Testing

/// The laws over documents that nobody wrote: payloads with something dropped, spoilt, renamed, moved.
///
/// They are ten thousand, or as many as ``MutationCount`` says. Every message names the seed, so
/// that `Block(seed:)` gives the document again.
@Suite struct MutationTests {
    /// A hundred mutants.
    struct Block: Sendable, CustomTestStringConvertible {
        let seed: UInt64
        var testDescription: String { "seed \(seed)" }

        /// Documents made of records of all shapes in turn.
        var mutants: [(name: String, bytes: [UInt8])] { mutants(of: Block.sources) }

        /// Documents made of all payloads in turn, those included that are no records.
        var mutantsOfAll: [(name: String, bytes: [UInt8])] { mutants(of: Block.allSources) }

        private func mutants(of sources: [(String, [UInt8])]) -> [(name: String, bytes: [UInt8])] {
            var mutator = Mutator(seed: seed)
            return (0..<Block.size).map { index in
                let (path, document) = sources[(Int(seed) * Block.size + index) % sources.count]
                let mutant = mutator.mutate(document)
                let mutations = mutant.mutations.map(\.rawValue).joined(separator: ", ")
                return ("seed \(seed), mutant \(index), \(path), \(mutations)", mutant.bytes)
            }
        }

        static let size = 100
        static let all = MutationCount.seeds(ofBlocksOf: size).map { Block(seed: $0) }
        /// For laws whose breaches come in many documents.
        static let some = all.filter { $0.seed % 4 == 0 }
        private static let sources = documents(Fixture.records)
        private static let allSources = documents(Fixture.all)

        private static func documents(_ fixtures: [Fixture]) -> [(String, [UInt8])] {
            fixtures.flatMap { fixture in fixture.documents.map { (fixture.path, $0) } }
        }
    }

    let laws = AdapterLaws.known

    /// Checks a law for each mutant; the first breach stands for those after it, which tend to be the same.
    private func check(_ block: Block, _ law: ([UInt8]) -> String?, _ location: SourceLocation = #_sourceLocation) {
        check(block.mutants, law, location)
    }

    private func check(
        _ mutants: [(name: String, bytes: [UInt8])], _ law: ([UInt8]) -> String?,
        _ location: SourceLocation = #_sourceLocation
    ) {
        var breaches = 0
        var first: String?
        for mutant in mutants {
            guard let violation = law(mutant.bytes) else { continue }
            breaches += 1
            first = first ?? "\(mutant.name): \(violation)"
        }
        if let first { Issue.record("\(breaches) breaches, such as \(first)", sourceLocation: location) }
    }

    @Test(arguments: Block.all)
    func nothingTraps(_ block: Block) {
        check(block.mutantsOfAll, laws.totality)
    }

    @Test(arguments: Block.all)
    func recordsComeBack(_ block: Block) {
        check(block) { laws.roundTrip($0) }
    }

    @Test(arguments: Block.all)
    func normalisingIsStable(_ block: Block) {
        check(block, laws.stability)
    }

    @Test(arguments: Block.all)
    func lossesAreReportedIfAndOnlyIfTheyAreReal(_ block: Block) {
        check(block, laws.lossesAreReal)
    }

    @Test(arguments: Block.some)
    func theStraightWayIsTheSame(_ block: Block) {
        check(block, laws.directness)
    }

    @Test(arguments: Block.some)
    func lossesNameMembersOfTheSource(_ block: Block) {
        check(block, laws.lossPaths)
    }

    /// Lines are input as well: what is left of one after a mutation is refused, or becomes whole documents.
    @Test(arguments: Block.some)
    func editedLinesAreDocumentsOrErrors(_ block: Block) {
        let lines = Fixture.records.flatMap { AdapterRegistry.known.convert($0.documents).lines }
        var mutator = Mutator(seed: block.seed)
        for index in 0..<Block.size {
            let mutant = mutator.mutate(lines[(Int(block.seed) * Block.size + index) % lines.count])
            for violation in [laws.totality(mutant.bytes), laws.stability(mutant.bytes)].compactMap({ $0 }) {
                Issue.record("seed \(block.seed), line \(index), \(mutant.mutations): \(violation)")
            }
        }
    }

    /// A count that is misspelt in the environment would silently be a small one.
    @Test func theCountIsANumber() throws {
        let count = try #require(MutationCount.setting, "\(MutationCount.variable) must be a number")
        #expect(Block.all.count == max(count / Block.size, 1))
    }

    @Test func workersForgetWhatTheySaw() {
        for block in Block.all.prefix(20) { check(block, laws.independence) }
    }

    /// Found by a long run: the law took the list that comes first for that of the records.
    @Test func anotherListIsNotThatOfTheRecords() throws {
        let list = try JSONTree(Fixture.named("dream-machine/11_").bytes).with("offset", JSONTree(text: #"[{"a":{}}]"#))
        #expect(laws.accepts(list.json()))
        expectKept(laws.lossPaths(list.json()))
    }

    /// If nearly all mutants were refused, most of the above would say nothing; if none were, neither.
    @Test func manyMutantsAreRecordsAndManyAreNot() {
        let mutants = Block.all.prefix(10).flatMap(\.mutants)
        let accepted = mutants.filter { laws.accepts($0.bytes) }.count
        #expect(accepted > mutants.count / 2)
        #expect(mutants.count - accepted > mutants.count / 10)
    }
}

import AdapterTesting
import Adapters
import Foundation
import Testing

/// A parameterised test without arguments is green: these say that there are some, and that none is forgotten.
@Suite struct FixtureTests {
    @Test func everyFileIsInTheIndexAndReadable() throws {
        let folder = Fixture.folder.resolvingSymlinksInPath()
        let names = try #require(
            FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey]))
        let files = names.compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath }
            .map { $0.standardizedFileURL.path.dropFirst(folder.path.count).drop { $0 == "/" } }
            .filter { $0 != "INDEX.json" && $0 != "SOURCES.md" }
        #expect(files.count > 100)
        #expect(Set(files.map(String.init)) == Set(Fixture.all.map(\.path)))
        #expect(Fixture.all.allSatisfy { !$0.bytes.isEmpty })
    }

    @Test func everyRowOfTheIndexIsAnArgumentOfOneSuite() {
        let used = (Fixture.records + Fixture.rejects + Fixture.mixed).map(\.path)
        #expect(used.count == Set(used).count)
        #expect(used.sorted() == Fixture.all.map(\.path).sorted())
        #expect(used.count == Fixture.index.text.components(separatedBy: "{\"path\":").count - 1)
    }

    @Test(arguments: AdapterRegistry.known.shapes.map(\.fullName) + AdapterRegistry.known.envelopes.map(\.fullName))
    func everyShapeHasTheFixturesOfTheIndex(_ shape: String) {
        let rows = Fixture.index.text.components(separatedBy: "\"shape\":\"\(shape)\"").count - 1
        #expect(rows > 0)
        #expect(Fixture.records(of: shape).count == rows)
    }

    @Test func everyShapeOfTheIndexIsKnown() {
        let known = AdapterRegistry.known.shapes.map(\.fullName) + AdapterRegistry.known.envelopes.map(\.fullName)
        #expect(Set(Fixture.records.compactMap(\.shape)) == Set(known + ["array"]))
        #expect(Fixture.rejects.count > 50)
        #expect(Fixture.mixed.count == 1)
    }

    @Test func everyDialectHasPayloads() {
        for dialect in ["acedata", "dream-machine", "agents"] {
            #expect(Fixture.records.filter { $0.path.hasPrefix(dialect) }.count > 5)
        }
    }
}

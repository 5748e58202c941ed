import Testing

@testable import CompatServer

/// A store has one server at a time.
@Suite struct StoreLockTests {
    @Test func theSecondServerIsToldOfTheFirst() throws {
        let folder = try StoreFolder()
        let first = try StoreLock(.file(folder))
        let error = #expect(throws: StoreError.self) { try StoreLock(.file(folder)) }
        #expect(error?.code == .busy && error?.reason.contains("another server") == true)
        #expect(try StoreLock(.file(folder, "other.db")) != nil)
        withExtendedLifetime(first) {}
    }

    @Test func theRightEndsWithItsOwner() throws {
        let folder = try StoreFolder()
        for _ in 0..<2 { #expect(try StoreLock(.file(folder)) != nil) }
    }

    @Test func everyStoreInMemoryIsAnother() throws {
        #expect(try StoreLock(.memory) == nil)
    }

    @Test func aFolderThatCannotBeWrittenIsNamed() throws {
        let folder = try StoreFolder()
        try folder.write("file", [])
        let error = #expect(throws: StoreError.self) { try StoreLock(.sqlite(path: folder.path("file/tasks.db"))) }
        #expect(error?.code == .unavailable)
    }
}

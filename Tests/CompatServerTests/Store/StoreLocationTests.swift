import Testing

@testable import CompatServer

/// The setting that says where tasks are kept.
@Suite struct StoreLocationTests {
    @Test(arguments: [
        ("sqlite:tasks.db", StoreLocation.sqlite(path: "tasks.db")),
        ("sqlite:/var/lib/tasks.db", .sqlite(path: "/var/lib/tasks.db")),
        ("sqlite:a:b", .sqlite(path: "a:b")),
        ("sqlite::memory:", .memory),
    ])
    func aSettingNamesAPlace(_ setting: String, _ location: StoreLocation) throws {
        #expect(try StoreLocation(setting) == location)
    }

    @Test(arguments: ["", "sqlite", "sqlite:", "tasks.db", "sqlite:folder/", "sqlite:a\0b", "mysql:x", "SQLITE:x"])
    func anythingElseIsRefused(_ setting: String) {
        #expect { try StoreLocation(setting) } throws: { ($0 as? StoreError)?.code == .badLocation }
    }

    @Test func theSecretLiesBesideTheStore() throws {
        #expect(try StoreLocation("sqlite:x/tasks.db").secretPath == "x/tasks.db.secret")
        #expect(StoreLocation.memory.secretPath == nil)
    }
}

import AgentsCore
import Foundation
import Testing

@testable import CompatServer

/// The file that holds a server's secret.
@Suite struct ServerSecretFileTests {
    @Test func aMissingFileIsCreatedOnceForItsOwnerAlone() throws {
        let folder = try StoreFolder()
        let path = folder.path("deep/tasks.db.secret")
        let first = try ServerSecret(file: path)
        let bytes = try folder.read("deep/tasks.db.secret")
        #expect(bytes.count == 32)
        #expect(try folder.permissions("deep/tasks.db.secret") == 0o600)
        #expect(try folder.permissions("deep") == 0o700)
        #expect(try ServerSecret(file: path).mark == first.mark)
        #expect(try folder.read("deep/tasks.db.secret") == bytes)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("deep")) == ["tasks.db.secret"])
    }

    @Test func filesHaveSecretsOfTheirOwn() throws {
        let folder = try StoreFolder()
        #expect(try ServerSecret(file: folder.path("a")).mark != ServerSecret(file: folder.path("b")).mark)
    }

    @Test func thoseWhoCreateItAtOnceGetTheSame() async throws {
        let folder = try StoreFolder()
        let path = folder.path("secret")
        let marks = try await withThrowingTaskGroup { group in
            for _ in 0..<16 { group.addTask { try ServerSecret(file: path).mark } }
            return try await group.reduce(into: Set<Fingerprint>()) { $0.insert($1) }
        }
        #expect(marks.count == 1)
        #expect(folder.names == ["secret"])
    }

    @Test(arguments: [0o644, 0o640, 0o660, 0o604, 0o601, 0o602])
    func aFileThatOthersCanUseIsRefused(_ permissions: mode_t) throws {
        let folder = try StoreFolder()
        let path = folder.path("secret")
        _ = try ServerSecret(file: path)
        #expect(chmod(path, permissions) == 0)
        #expect { try ServerSecret(file: path) } throws: { error in
            (error as? SecretError)?.code == .notPrivate && "\(error)".contains("chmod 600")
        }
    }

    @Test(arguments: [0, 31, 33, 4096])
    func aFileOfAnotherSizeIsRefusedAndLeftAlone(_ count: Int) throws {
        let folder = try StoreFolder()
        let bytes = [UInt8](repeating: 7, count: count)
        try folder.write("secret", bytes)
        #expect(chmod(folder.path("secret"), 0o600) == 0)
        #expect { try ServerSecret(file: folder.path("secret")) } throws: {
            ($0 as? SecretError)?.code == .notASecret
        }
        #expect(try folder.read("secret") == bytes)
    }

    @Test func whatIsNoFileIsRefused() throws {
        let folder = try StoreFolder()
        #expect(mkfifo(folder.path("pipe"), 0o600) == 0)
        for path in [folder.url.path, folder.path("pipe")] {
            #expect { try ServerSecret(file: path) } throws: { ($0 as? SecretError)?.code == .notASecret }
        }
    }

    @Test func aPlaceWhereNothingCanBeCreatedIsNamed() throws {
        let folder = try StoreFolder()
        try folder.write("file", [])
        let path = folder.path("file/secret")
        #expect { try ServerSecret(file: path) } throws: { error in
            (error as? SecretError)?.code == .unavailable && "\(error)".contains(path)
        }
    }
}

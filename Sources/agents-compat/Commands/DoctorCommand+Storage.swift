import AgentsCore
import CompatServer

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// The store, and what stands beside it.

extension Doctor {
    /// Less free space than this is too little to go on for long.
    private static let leastSpace: UInt64 = 256 << 20

    func storage(_ tell: (Finding) throws -> Void) throws {
        let store: ExistingStore
        do throws(CommandError) {
            store = try ExistingStore(arguments)
        } catch {
            return try tell(Finding(name: "store", verdict: .skipped, text: error.message))
        }
        let inspection = store.isThere ? Result { () throws(StoreError) in try StoreInspection(store.path) } : nil
        switch inspection {
        case nil:
            try tell(Finding(name: "store", verdict: .good, text: "\(store.path) is not there yet; serve makes it"))
        case .failure(let error)?:
            try tell(Finding(name: "store", verdict: .bad(remedy: error.remedy), text: error.reason))
        case .success(let inspection)?: try tell(Self.store(inspection, at: store.path))
        }
        try tell(Self.space(at: store.path))
        let found = try? inspection?.get()
        try tell(Self.secret(of: store.path, mark: found?.secretMark))
        if let found {
            if found.version > 0 { try tell(Self.size(found)) }
            try tell(Self.callbacks(found))
        }
    }

    private static func store(_ inspection: StoreInspection, at path: String) -> Finding {
        if let damage = inspection.damage {
            return Finding(
                name: "store", verdict: .bad(remedy: "stop the server, keep the file, and restore a backup"),
                text: "\(path) is damaged: \(damage)")
        }
        let current = StoreInspection.currentVersion
        let version =
            inspection.version == current
            ? "version \(current)" : "version \(inspection.version), which serve brings to \(current)"
        return Finding(
            name: "store", verdict: .good,
            text: "\(path): \(version), \(inspection.tasks) tasks, \(inspection.unfinishedTasks) of them unfinished")
    }

    /// Space that a store keeps although nothing is in it, from which on that is worth a word.
    private static let wastedSpace = 64 << 20

    private static func size(_ inspection: StoreInspection) -> Finding {
        func size(_ bytes: Int) -> String {
            bytes < 1 << 20 ? "\(bytes >> 10) KiB" : "\(bytes >> 20) MiB"
        }
        let oldest = inspection.oldestTask.map { ", the oldest task of \($0.rfc3339().prefix(10))" } ?? ""
        let text =
            "\(size(inspection.bytes)), \(size(inspection.freeBytes)) of them free, "
            + "and \(size(inspection.logBytes)) of log\(oldest)"
        if inspection.givesSpaceBack || inspection.freeBytes < wastedSpace {
            return Finding(name: "size", verdict: .good, text: text)
        }
        return Finding(
            name: "size",
            verdict: .bad(
                remedy: "stop the server and run: sqlite3 STORE 'PRAGMA auto_vacuum = INCREMENTAL; VACUUM'"),
            text: text + "; a store of an earlier version gives none back by itself")
    }

    private static func space(at path: String) -> Finding {
        var folder = path
        var status = statvfs()
        // The folder may be missing as well.
        while statvfs(folder, &status) != 0 {
            guard errno == ENOENT, folder != "." else {
                return Finding(
                    name: "disk", verdict: .bad(remedy: "let the server's user use the folder"),
                    text: "\(folder): \(String(cString: strerror(errno)))")
            }
            let slash = folder.lastIndex(of: "/")
            folder = slash.map { $0 == folder.startIndex ? "/" : String(folder[..<$0]) } ?? "."
        }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        let text = "\(free >> 20) MiB are free for the store"
        if free >= leastSpace { return Finding(name: "disk", verdict: .good, text: text) }
        return Finding(name: "disk", verdict: .bad(remedy: "free space, \(leastSpace >> 20) MiB at least"), text: text)
    }

    private static func secret(of store: String, mark: String?) -> Finding {
        let variable = ServerSecret.variable
        do throws(SecretError) {
            let (secret, source): (ServerSecret, String)
            if let text = getenv(variable).map({ String(cString: $0) }), !text.isEmpty {
                (secret, source) = (try ServerSecret(text: text), variable)
            } else if let path = StoreLocation.sqlite(path: store).secretPath, access(path, F_OK) == 0 {
                (secret, source) = (try ServerSecret(file: path), path)
            } else if mark == nil {
                return Finding(name: "secret", verdict: .good, text: "serve makes one beside the store")
            } else {
                return Finding(
                    name: "secret", verdict: .bad(remedy: "restore the file, or set \(variable) to what it was"),
                    text: "the store was made with a secret that is neither in \(variable) nor beside the store")
            }
            if let mark, mark != secret.mark.hex {
                return Finding(
                    name: "secret", verdict: .bad(remedy: "give the server the secret that it had"),
                    text: "\(source) holds another secret than the store was made with")
            }
            return Finding(
                name: "secret", verdict: .good, text: "\(source) \(mark == nil ? "can be used" : "is the store's")")
        } catch {
            return Finding(name: "secret", verdict: .bad(remedy: error.remedy), text: error.reason)
        }
    }

    private static func callbacks(_ inspection: StoreInspection) -> Finding {
        let count = inspection.deadCallbacks
        if count == 0 { return Finding(name: "callbacks", verdict: .good, text: "none was given up") }
        return Finding(
            name: "callbacks",
            verdict: .bad(
                remedy:
                    "look with 'agents-compat callbacks list --state dead', then send them again with 'callbacks replay'"
            ),
            text: "\(count) \(count == 1 ? "was" : "were") given up")
    }
}

package import Foundation
import Testing

/// A payload of `Fixtures`, with what `INDEX.json` says it must give; test reports show its path.
package struct Fixture: Sendable, CustomTestStringConvertible {
    /// What normalising a payload must give.
    package enum Expectation: Sendable, Hashable {
        /// Records of a shape, or of the shapes that the elements of an array have (`array`).
        case records(shape: String, count: Int)
        /// Nothing but refused documents, all with the same code.
        case rejects(code: String, count: Int)
        /// Both.
        case mixed(records: Int, rejects: Int)
    }

    /// The path below `Fixtures`.
    package let path: String
    /// Where it is from, as in `SOURCES.md`: `captured`, `official` and so on.
    package let kind: String
    /// What normalising it must give.
    package let expectation: Expectation
    /// Names of the revisions that each of its records follows, newest first.
    package let revisions: [String]
    /// The payload.
    package let bytes: [UInt8]

    /// The path, for test reports.
    package var testDescription: String { path }

    /// The records that normalising it must give.
    package var recordCount: Int {
        switch expectation {
        case .records(_, let count), .mixed(let count, _): count
        case .rejects: 0
        }
    }

    /// Dialect and shape, if all its records have the same.
    package var shape: String? {
        if case .records(let shape, _) = expectation { shape } else { nil }
    }

    /// The code that all its documents are refused with, if they are.
    package var rejectCode: String? {
        if case .rejects(let code, _) = expectation { code } else { nil }
    }

    /// The documents in it: the elements of an array, or itself.
    ///
    /// Elements are laid out as in the payload.
    package var documents: [[UInt8]] {
        guard bytes.first == UInt8(ascii: "["), let elements = try? JSONTree(bytes).elements else { return [bytes] }
        return elements.map { $0.json(.indented) }
    }
}

// MARK: - Finding

extension Fixture {
    /// The folder of all payloads, found from this file.
    package static let folder = URL(filePath: #filePath).appending(path: "../../../../Fixtures").standardizedFileURL

    /// Every row of `INDEX.json`, in its order; none if the index cannot be read.
    package static let all = rows(of: index)

    /// Payloads in which every document is a record, or holds records.
    package static let records = all.filter { $0.shape != nil }

    /// Payloads in which nothing is a record.
    package static let rejects = all.filter { $0.shape == nil && $0.recordCount == 0 }

    /// Payloads with records and other things.
    package static let mixed = all.filter { $0.shape == nil && $0.recordCount > 0 }

    /// Payloads of records whose shape has a name that starts like this: of a dialect, or of a shape.
    package static func records(of prefix: String) -> [Fixture] {
        records.filter { $0.shape?.hasPrefix(prefix) == true }
    }

    /// The payload at a path below `Fixtures`, or the one whose path starts like this.
    ///
    /// - Throws: if there is none.
    package static func named(_ path: String) throws -> Fixture {
        try #require(all.first { $0.path.hasPrefix(path) }, "no row of INDEX.json starts with \(path)")
    }

    /// The text of `INDEX.json`.
    package static let index = contents("INDEX.json") ?? []

    private static func contents(_ path: String) -> [UInt8]? {
        try? Array(Data(contentsOf: folder.appending(path: path)))
    }

    /// Reads an index; a row that does not say what it must, or that names no file, is left out.
    private static func rows(of index: [UInt8]) -> [Fixture] {
        guard let rows = (try? JSONTree(index))?["fixtures"]?.elements else { return [] }
        return rows.compactMap { row in
            guard let path = row["path"]?.text, let kind = row["kind"]?.text,
                let expectation = row["expect"].flatMap(Expectation.init), let bytes = contents(path)
            else { return nil }
            let revisions = row.value(at: "expect.revisions")?.elements?.compactMap(\.text) ?? []
            return Fixture(
                path: path, kind: kind, expectation: expectation, revisions: revisions, bytes: bytes)
        }
    }
}

extension Fixture.Expectation {
    fileprivate init?(_ row: JSONTree) {
        func number(_ key: String) -> Int? {
            guard case .literal(let lexeme)? = row[key] else { return nil }
            return Int(lexeme.text)
        }
        if let shape = row["shape"]?.text, let count = number("records") {
            self = .records(shape: shape, count: count)
        } else if let code = row["code"]?.text, let count = number("rejects") {
            self = .rejects(code: code, count: count)
        } else if let records = number("records"), let rejects = number("rejects") {
            self = .mixed(records: records, rejects: rejects)
        } else {
            return nil
        }
    }
}

import Adapters
import AgentsCore

/// What a configuration file says: values of options, by their keys.
///
/// The file is an object with a member for each option. An object in it is a section: of the options whose keys begin with
/// its name, or of a command that the values in it are for. An option that takes `KEY=VALUE` may be an object as well.
struct Configuration: Sendable {
    /// The file as messages call it.
    let title: String
    /// The values of each option that the file names, texts all of them.
    private var values: [String: [String]] = [:]

    /// Much more than anybody writes by hand.
    private static let limits = JSONLimits(depth: 8, bytes: 1 << 20, values: 10_000)

    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - json: The file's bytes.
    ///   - title: The file as messages call it.
    ///   - command: The command that the values are for.
    ///   - commands: All commands: a file may serve several of them.
    /// - Throws: ``CommandError`` for what no command knows.
    init(
        _ json: [UInt8], title: String, for command: CommandSpec, among commands: [CommandSpec]
    ) throws(CommandError) {
        self.title = title
        var record = JSONRecord(limits: Self.limits)
        do throws(JSONError) {
            try record.load(json)
        } catch {
            throw fault("\(error.reason), at byte \(error.offset)")
        }
        guard record.has(.root, .object) else { throw fault("expected an object: {\"listen\": \"127.0.0.1:8080\"}") }
        let options = commands.flatMap(\.allOptions)
        try read(record, .root, at: "", options)
        // What is meant for this command alone counts more, wherever it stands.
        var own: [String: [String]] = [:]
        var ref = record.first(in: .root)
        while ref.isPresent {
            let key = record.key(ref)
            if let section = commands.first(where: { $0.name == key }) {
                guard record.has(ref, .object) else { throw fault("\(key) must be an object") }
                var specific = Configuration(title: title)
                try specific.read(record, ref, at: "", section.allOptions)
                if key == command.kin { values.merge(specific.values) { $1 } }
                if key == command.name { own = specific.values }
            }
            ref = record.next(after: ref, in: .root)
        }
        values.merge(own) { $1 }
    }

    private init(title: String) {
        self.title = title
    }

    /// The values of an option; nothing if the file does not name it.
    subscript(_ option: OptionSpec) -> [String]? { values[option.key] }

    // MARK: Reading

    private mutating func read(
        _ record: borrowing JSONRecord, _ object: JSONRef, at prefix: String, _ options: [OptionSpec]
    ) throws(CommandError) {
        var ref = record.first(in: object)
        while ref.isPresent {
            let key = prefix + record.key(ref)
            if let option = options.first(where: { $0.key == key }) {
                if let values = try texts(record, ref, of: option) { self.values[key] = values }
            } else if options.contains(where: { $0.key.hasPrefix("\(key).") }) {
                guard record.has(ref, .object) else { throw fault("\(key) must be an object") }
                try read(record, ref, at: "\(key).", options)
            } else if !(prefix.isEmpty && AgentsCompat.commands.contains { $0.name == key }) {
                let known = options.map(\.key) + (prefix.isEmpty ? AgentsCompat.commands.map(\.name) : [])
                let hint = known.nearest(to: key).map { "; did you mean \($0)?" } ?? ""
                throw fault("there is no option \(key.printable)\(hint)")
            }
            ref = record.next(after: ref, in: object)
        }
    }

    /// The values of a member; nothing for `null`.
    private func texts(
        _ record: borrowing JSONRecord, _ ref: JSONRef, of option: OptionSpec
    ) throws(CommandError) -> [String]? {
        if record.has(ref, .null) { return nil }
        if let text = text(record, ref, of: option) { return [text] }
        let isTable = record.has(ref, .object) && option.value == "KEY=VALUE"
        guard option.isRepeatable, record.has(ref, .array) || isTable else {
            throw fault("\(option.key) must be \(option.isRepeatable ? "a list of texts" : "a text or a number")")
        }
        var texts: [String] = []
        var item = record.first(in: ref)
        while item.isPresent {
            guard let text = text(record, item, of: option) else {
                throw fault("\(option.key) must hold texts and nothing else")
            }
            texts.append(isTable ? "\(record.key(item))=\(text)" : text)
            item = record.next(after: item, in: ref)
        }
        return texts
    }

    private func text(_ record: borrowing JSONRecord, _ ref: JSONRef, of option: OptionSpec) -> String? {
        if record.has(ref, .number) || record.has(ref, .bool) { return record.json(ref) }
        return record.string(ref)
    }

    private func fault(_ reason: String) -> CommandError {
        CommandError(code: .environment, message: "\(title): \(reason)")
    }
}

extension OptionSpec {
    static let config = OptionSpec(
        "config", value: "FILE", "options as JSON, by name with _ for -; flags and environment count more")
}

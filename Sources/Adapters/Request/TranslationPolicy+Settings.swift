import AgentsCore

extension TranslationPolicy {
    /// Creates a policy from settings, as configuration files and command lines have them.
    ///
    /// A key is that of a row or the start of several (`dream_machine.loop`) with `apply` or `refuse`; `models.` and a
    /// legacy model with the model to send; or one of ``settingNames``. Of settings with the same key the last counts.
    ///
    /// - Parameters:
    ///   - base: What is done where no setting says otherwise.
    ///   - settings: Keys and values.
    ///   - shapes: The operations that the policy is for; their rows are the ones that can be set.
    /// - Throws: ``PolicyError`` that names the key, and the nearest one there is.
    package init(
        _ base: TranslationPolicy = .balanced, settings: [(key: String, value: String)],
        for shapes: [RequestShape]
    ) throws(PolicyError) {
        self = base
        let rows = shapes.flatMap(\.rows)
        for (key, value) in settings {
            if let setting = Self.settings.first(where: { $0.name == key }) {
                try setting.set(&self, value)
            } else if key.hasPrefix(Self.modelPrefix) {
                try setModel(key, value, shapes)
            } else {
                try setRow(key, value, rows)
            }
        }
    }

    /// The settings that are about no single row.
    package static let settingNames = settings.map(\.name)

    /// The keys of all settings for some operations: ``settingNames``, then rows and the starts of their keys.
    package static func settingKeys(for shapes: [RequestShape]) -> [String] {
        settingNames + rowKeys(shapes.flatMap(\.rows))
    }

    private static let modelPrefix = "models."
    private static let promptSizes = 3...5000
    /// What is less than the Agents API makes unless told otherwise.
    private static let draftResolutions: [VideoResolution] = [.p360, .p540]

    private static let settings:
        [(name: String, set: @Sendable (inout TranslationPolicy, String) throws(PolicyError) -> Void)] = [
            (
                "neutral_prompt",
                { (policy, value) throws(PolicyError) in
                    policy.neutralPrompt = try prompt("neutral_prompt", value)
                }
            ),
            (
                "neutral_edit_prompt",
                { (policy, value) throws(PolicyError) in
                    policy.neutralEditPrompt = try prompt("neutral_edit_prompt", value)
                }
            ),
            (
                "flash_resolution",
                { (policy, value) throws(PolicyError) in
                    let resolution = VideoResolution(rawValue: value)
                    guard draftResolutions.contains(resolution) else {
                        let words = draftResolutions.map(\.rawValue).joined(separator: " or ")
                        throw PolicyError(.badValue, "flash_resolution", "must be \(words)")
                    }
                    policy.flashResolution = resolution
                }
            ),
        ]
}

// MARK: - Rows

extension TranslationPolicy {
    private mutating func setRow(_ key: String, _ value: String, _ rows: [RequestRow]) throws(PolicyError) {
        let keys = Self.rowKeys(rows)
        guard keys.contains(key) else {
            if let row = rows.first(where: { $0.key == key }) {
                let what = row.disposition == .refused ? "never sent" : "sent as it is"
                throw PolicyError(.fixedRow, key, "changes nothing: what the row is about is \(what)")
            }
            let known = Self.settingNames + keys
            let hint = known.nearest(to: key).map { "did you mean '\($0)'?" } ?? "the capability matrix lists them"
            throw PolicyError(.unknownKey, key, "is unknown; \(hint)")
        }
        guard let verdict = Verdict(rawValue: value) else {
            let verdicts = Verdict.allCases.map(\.rawValue).joined(separator: " or ")
            throw PolicyError(.badValue, key, "must be \(verdicts)")
        }
        self.rows[key] = verdict
    }

    /// The keys of the rows that a policy decides about, and the starts of those keys, each once.
    private static func rowKeys(_ rows: [RequestRow]) -> [String] {
        var keys: [String] = []
        var seen: Set<String> = []
        for row in rows where row.isSettable {
            var key = row.key[...]
            while seen.insert(String(key)).inserted {
                keys.append(String(key))
                guard let dot = key.lastIndex(of: ".") else { break }
                key = key[..<dot]
            }
        }
        return keys
    }
}

// MARK: - Models and prompts

extension TranslationPolicy {
    private mutating func setModel(_ key: String, _ value: String, _ shapes: [RequestShape]) throws(PolicyError) {
        let word = String(key.dropFirst(Self.modelPrefix.count))
        guard Self.isPlain(word) else { throw PolicyError(.unknownKey, key, "names no model") }
        guard Self.isPlain(value) else {
            throw PolicyError(.badValue, key, "must be the name of a model, as in ray-3.2")
        }
        let model = GenerationModel(rawValue: value)
        for shape in shapes {
            guard let models = shape.models, models.words.contains(word), !models.allows(model) else { continue }
            let allowed = models.current.map(\.rawValue).joined(separator: " or ")
            throw PolicyError(.badValue, key, "must be \(allowed), or a later model: \(value) is for another operation")
        }
        models[word] = value
    }

    /// Whether a text can be the name of a model: short, and of letters, digits and the signs between them.
    private static func isPlain(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    /// A prompt of a length that leaves room for what is appended to it.
    private static func prompt(_ key: String, _ value: String) throws(PolicyError) -> String {
        let isBlank = value.unicodeScalars.allSatisfy(\.properties.isWhitespace)
        guard !isBlank, promptSizes.contains(value.unicodeScalars.count) else {
            throw PolicyError(
                .badValue, key, "must be a text of \(promptSizes.lowerBound) to \(promptSizes.upperBound) characters")
        }
        return value
    }
}

import AgentsCore

extension ValidationRules {
    /// Which values the members may have, and which of them `null`.
    ///
    /// The service has a schema, but the words with which it refuses what does not fit are nowhere printed.
    static let schema: [ValidationRule] =
        [
            notNull("prompt", \.prompt),
            notNull("model", \.model),
            notNull("type", \.type),
            notNull("image_ref", \.imageRef),
            notNull("style", \.style),
            notNull("web_search", \.webSearch),
            .inferred("prompt: field required", status: 422) { request in
                !request.body.prompt.isPresent && request.kind != .layering
            },
            .inferred("user_id: must be at most 256 characters", status: 422) { request in
                (request.body.userID.value?.unicodeScalars.count ?? 0) > 256
            },
            known("style") { $0.body.style.value },
            known("output_format") { $0.body.outputFormat.value },
            known("video.resolution") { $0.video.resolution.value },
            known("video.duration") { $0.video.duration.value },
            known("video.edit.strength") { $0.edit?.strength.value },
            known("video.edit.controls.pose.strength") { $0.edit?.controls.value?.pose.value?.strength.value },
            known("layering.resolution") { $0.body.layering.value?.resolution.value },
            .inferred(status: 422) { $0.video.sourcePosition.value.flatMap(positionFault) },
        ] + controlRanges

    private static let controlRanges: [ValidationRule] = [
        unitRange("video.edit.controls.depth.blur") { $0.depth.value?.blur.value },
        unitRange("video.edit.controls.normals.augmentation") { $0.normals.value?.augmentation.value },
        unitRange("video.edit.controls.trajectory.sparsity") { $0.trajectory.value?.sparsity.value },
    ]

    private static func notNull<Value>(
        _ path: String, _ member: any KeyPath<GenerationRequest, Member<Value>> & Sendable
    ) -> ValidationRule {
        .inferred("\(path): must not be null", status: 422) { request in
            request.body[keyPath: member].isNull
        }
    }

    private static func known<Word: OpenVocabulary>(
        _ path: String, _ word: @escaping @Sendable (CreateRequest) -> Word?
    ) -> ValidationRule {
        .inferred(status: 422) { request in
            guard let word = word(request), !word.isKnown else { return nil }
            let valid = Word.known.map(\.rawValue).joined(separator: ", ")
            return "\(path): invalid value '\(word.rawValue.echoed)'. Valid: \(valid)"
        }
    }

    private static func unitRange(
        _ path: String, _ number: @escaping @Sendable (EditControls) -> JSONNumber?
    ) -> ValidationRule {
        .inferred("\(path): must be between 0 and 1", status: 422) { request in
            guard let number = request.edit?.controls.value.flatMap(number) else { return false }
            return !(0...1).contains(number.double)
        }
    }

    private static func positionFault(_ position: SourcePosition) -> String? {
        let members: [(name: String, number: JSONNumber?, isSize: Bool)] = [
            ("x_norm", position.xNorm.value, false), ("y_norm", position.yNorm.value, false),
            ("w_norm", position.wNorm.value, true), ("h_norm", position.hNorm.value, true),
        ]
        for (name, number, isSize) in members {
            let path = "video.source_position.\(name)"
            guard let number = number?.double else { return "\(path): field required" }
            if isSize, !(number > 0 && number <= 2) { return "\(path): must be greater than 0 and at most 2" }
            if !isSize, !(-2...2).contains(number) { return "\(path): must be between -2 and 2" }
        }
        return nil
    }
}

extension Member {
    /// Whether the member is there as `null`.
    fileprivate var isNull: Bool {
        if case .null = self { true } else { false }
    }
}

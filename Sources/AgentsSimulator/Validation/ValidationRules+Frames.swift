import AgentsCore

extension ValidationRules {
    /// Frames and their places.
    struct Frames {
        /// The frames, if they are given.
        let media: [MediaReference]?
        /// Their places, if they are given.
        let indexes: [Int]?
    }

    /// The rules for frames and their places, which an edit and a new video have in common.
    ///
    /// - Parameters:
    ///   - origin: Where the words come from.
    ///   - path: The object that has the frames.
    ///   - kinds: The types that the rules are about.
    ///   - frames: Finds the frames.
    /// - Returns: The rules.
    static func frameRules(
        _ origin: ValidationRule.Origin, _ path: String, for kinds: [Generation.Kind],
        _ frames: @escaping @Sendable (CreateRequest) -> Frames?
    ) -> [ValidationRule] {
        func rule(
            _ detail: String, origin: ValidationRule.Origin = origin, _ isBroken: @escaping @Sendable (Frames) -> Bool
        ) -> ValidationRule {
            ValidationRule(origin: origin, status: 400, kinds: kinds) { request in
                frames(request).map(isBroken) == true ? detail : nil
            }
        }
        return [
            rule("\(path).keyframes and \(path).keyframe_indexes must both be provided or both omitted") { frames in
                (frames.media == nil) != (frames.indexes == nil)
            },
            rule("\(path).keyframes must hold at most 64 frames", origin: .inferred) { ($0.media?.count ?? 0) > 64 },
            rule("\(path).keyframe_indexes must have the same length as \(path).keyframes") { frames in
                frames.media?.count != frames.indexes?.count
            },
            rule("\(path).keyframe_indexes must be non-negative") { $0.indexes?.contains { $0 < 0 } == true },
            rule("\(path).keyframe_indexes must be unique") { frames in
                frames.indexes.map { Set($0).count < $0.count } == true
            },
        ]
    }
}

import AgentsCore

extension ValidationRules {
    /// Which models there are, and what each can make.
    static let model: [ValidationRule] = [
        .documented { request in
            request.model.isKnown ? nil : "Unknown model: \(request.model.rawValue.echoed)"
        },
        .documented { request in
            if kinds(of: request.model).contains(request.kind) { return nil }
            return "Type '\(request.kind.rawValue.echoed)' is not supported for model '\(request.model)'"
        },
    ]

    private static func kinds(of model: GenerationModel) -> [Generation.Kind] {
        switch model {
        case .uni1: [.image, .imageEdit, .layering]
        case .uni1Max: [.image, .imageEdit]
        default: [.video, .videoEdit, .videoReframe]
        }
    }

    /// How long a prompt is; layers need none.
    static let prompt: [ValidationRule] = [
        .documented("Prompt must be between 1 and 6000 characters") { request in
            let length = request.prompt.unicodeScalars.count
            return length > 6000 || length == 0 && request.kind != .layering
        },
        .inferred("Prompt must be at most 500 characters for type 'layering'", for: .layering) { request in
            request.prompt.unicodeScalars.count > 500
        },
    ]

    /// Which shapes there are; edits pass the shape over.
    static let shape: [ValidationRule] = [
        .documented(for: .image, .layering) { shapeFault($0, among: imageShapes) },
        .documented(for: .video, .videoReframe) { shapeFault($0, among: videoShapes) },
    ]

    /// The shapes of an image, in the order in which the service prints them.
    private static let imageShapes: [AspectRatio] = [
        "1:1", "1:2", "1:3", "16:9", "2:1", "2:3", "3:1", "3:2", "9:16",
    ]

    /// The shapes of a video; the service's list is not printed anywhere, its order is that of the other.
    private static let videoShapes: [AspectRatio] = ["1:1", "16:9", "21:9", "3:4", "4:3", "9:16"]

    /// The shapes of an image in the style `manga`.
    private static let mangaShapes: [AspectRatio] = ["1:2", "1:3", "2:3", "9:16"]

    private static func shapeFault(_ request: CreateRequest, among valid: [AspectRatio]) -> String? {
        guard let ratio = request.aspectRatio, !valid.contains(ratio) else { return nil }
        return "Invalid aspect_ratio '\(ratio.rawValue.echoed)'. Valid: \(list(valid))"
    }

    private static func list(_ ratios: [AspectRatio]) -> String {
        ratios.map(\.rawValue).joined(separator: ", ")
    }

    /// Where reference images are allowed, and how many.
    static let images: [ValidationRule] = [
        .documented("image_ref is not supported for type 'video_edit'", for: .videoEdit) { request in
            !request.imageReferences.isEmpty
        },
        .inferred(for: .video, .videoReframe, .layering) { request in
            request.imageReferences.isEmpty ? nil : "image_ref is not supported for type '\(request.kind)'"
        },
        .documented(
            "image_edit supports up to 8 reference images (source occupies one slot)", for: .imageEdit
        ) { $0.imageReferences.count > 8 },
        .inferred("image supports up to 9 reference images", for: .image) { $0.imageReferences.count > 9 },
    ]

    /// What goes with a style.
    static let style: [ValidationRule] = [
        .documented(for: .image, status: 422) { request in
            guard request.body.style.value == .manga, let ratio = request.aspectRatio, !mangaShapes.contains(ratio)
            else { return nil }
            return "aspect_ratio='\(ratio)' is not allowed when style='manga'. "
                + "Valid aspect_ratio: \(list(mangaShapes))"
        }
    ]

    /// What goes with layers.
    static let layering: [ValidationRule] = [
        .inferred(
            "layering is only valid for type 'layering'", for: .image, .imageEdit, .video, .videoEdit, .videoReframe
        ) { $0.body.layering.value != nil }
    ]
}

package import AgentsCore

extension GenerationRequest {
    /// The reference images, which come into being when one is added.
    package var imageReferences: [MediaReference] {
        get { imageRef.value ?? [] }
        set { imageRef = .value(newValue) }
    }
}

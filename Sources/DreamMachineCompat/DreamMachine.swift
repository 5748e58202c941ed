public import Adapters

/// The wire shapes of Luma's Dream Machine API, `https://api.lumalabs.ai/dream-machine/v1`.
public enum DreamMachine: Sendable {
    /// Shapes of single records.
    public static let shapes = [generation]
    /// Documents that hold several records.
    public static let envelopes = [list]
}

extension Dialect {
    /// The Dream Machine API.
    public static let dreamMachine = Dialect("dream-machine")
}

public import Adapters

/// The wire shapes of AceData's Luma service: `POST /luma/videos` and `POST /luma/tasks`.
public enum AceData: Sendable {
    /// Shapes of single records.
    public static let shapes = [task, video, acknowledgement]
    /// Documents that hold several records.
    public static let envelopes = [batch]
}

extension Dialect {
    /// AceData, `https://api.acedata.cloud`.
    public static let aceData = Dialect("acedata")
}

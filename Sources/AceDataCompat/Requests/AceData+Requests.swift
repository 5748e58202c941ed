package import Adapters

extension AceData {
    /// How the requests of every operation that creates something are translated.
    package static let requests = [videosRequest]
}

import Adapters
import AgentsCore

extension DreamMachine {
    /// The models of videos.
    static let rayModels = RequestModels(
        standard: "ray-2",
        legacy: [(["ray-1-6", "ray-1.6", "ray-2"], RayRows.model), (flashModels, RayRows.flashModel)],
        current: [.ray32], RayRows.currentModel, missing: RayRows.missingModel, unknown: RayRows.otherModel)

    /// The models of images.
    static let photonModels = RequestModels(
        standard: "photon-1",
        legacy: [(["photon-1"], PhotonRows.model), (["photon-flash-1"], PhotonRows.flashModel)],
        current: [.uni1, .uni1Max], PhotonRows.currentModel, missing: PhotonRows.missingModel,
        unknown: PhotonRows.otherModel)

    /// The faster and cheaper models of videos.
    static let flashModels = ["ray-flash-2"]

    /// The rows of the models of videos.
    enum RayRows {
        static let model = RequestRow.near(
            "dream_machine.model", "model", "`ray-1-6`, `ray-1.6`, `ray-2`", .approximated, to: "model `ray-3.2`",
            "the Agents API has a later model only")
        static let flashModel = RequestRow.near(
            "dream_machine.model.flash", "model", "`ray-flash-2`", .approximated, to: "model `ray-3.2`",
            "the Agents API has no faster and cheaper model")
        static let flashResolution = RequestRow.near(
            "dream_machine.model.flash.resolution", "model", "`ray-flash-2`, where `flash_resolution` is set",
            .defaulted, to: "video.resolution, unless the request has one",
            "a lower resolution is what the Agents API has for fast and cheap videos")
        static let currentModel = RequestRow.exact("dream_machine.model.current", "model", "`ray-3.2`", to: "model")
        static let missingModel = RequestRow.near(
            "dream_machine.model.missing", "model", "none", .defaulted, to: "model `ray-3.2`",
            "the legacy default ray-2 has a later counterpart only")
        static let otherModel = RequestRow.refused(
            "dream_machine.model.unknown", "model", "any other", "Unknown model: use ray-2 or ray-flash-2")
    }

    /// The rows of the models of images.
    enum PhotonRows {
        static let model = RequestRow.near(
            "dream_machine.image.model", "model", "`photon-1`", .approximated, to: "model `uni-1`",
            "the Agents API has another model only")
        static let flashModel = RequestRow.near(
            "dream_machine.image.model.flash", "model", "`photon-flash-1`", .approximated, to: "model `uni-1`",
            "the Agents API has no faster and cheaper model")
        static let currentModel = RequestRow.exact(
            "dream_machine.image.model.current", "model", "`uni-1`, `uni-1-max`", to: "model")
        static let missingModel = RequestRow.near(
            "dream_machine.image.model.missing", "model", "none", .defaulted, to: "model `uni-1`",
            "the legacy default photon-1 has another counterpart only")
        static let otherModel = RequestRow.refused(
            "dream_machine.image.model.unknown", "model", "any other",
            "Unknown model: use photon-1 or photon-flash-1")
    }
}

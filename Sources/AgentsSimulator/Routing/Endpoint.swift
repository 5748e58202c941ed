import AgentsCore

/// What the simulator offers.
enum Endpoint: Int, Sendable, CaseIterable {
    case createGeneration
    case getGeneration
    case createFile
    case listFiles
    case getFile
    case deleteFile
    case completeFile
    case upload
    case storage
    case stats
    case reset
    case faults
    case openAPI
    /// Everything else.
    case none

    /// Its name in counts and in the plan of faults.
    var name: String {
        switch self {
        case .createGeneration: "POST /v1/generations"
        case .getGeneration: "GET /v1/generations/{id}"
        case .createFile: "POST /v1/files"
        case .listFiles: "GET /v1/files"
        case .getFile: "GET /v1/files/{id}"
        case .deleteFile: "DELETE /v1/files/{id}"
        case .completeFile: "POST /v1/files/{id}/complete"
        case .upload: "PUT /_uploads/{object}"
        case .storage: "GET /_storage/{object}"
        case .stats: "GET /_simulator/stats"
        case .reset: "POST /_simulator/reset"
        case .faults: "POST /_simulator/faults"
        case .openAPI: "GET /_simulator/openapi.json"
        case .none: "other"
        }
    }

    /// Whether it is part of the simulated service, so that faults can befall it.
    var isSimulated: Bool {
        switch self {
        case .createGeneration, .getGeneration, .createFile, .listFiles, .getFile, .deleteFile, .completeFile, .upload,
            .storage:
            true
        case .stats, .reset, .faults, .openAPI, .none: false
        }
    }
}

import AgentsCore

/// What the types of whole documents have in common.
protocol WireDocument: Equatable, Sendable {
    init(json: [UInt8]) throws(ModelError)
    func json() -> [UInt8]
}

extension File: WireDocument {}
extension FileList: WireDocument {}
extension FileCreate: WireDocument {}
extension CreateFileResponse: WireDocument {}
extension ErrorResponse: WireDocument {}

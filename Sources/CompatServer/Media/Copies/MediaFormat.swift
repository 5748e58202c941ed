/// The kinds of files that are copied, by the extensions of their names.
///
/// A copy is served as one of these and as nothing else: what a storage says about a file is not believed beyond them.
enum MediaFormat {
    private static let types: KeyValuePairs<String, String> = [
        "mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm", "png": "image/png", "jpg": "image/jpeg",
        "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif", "exr": "image/x-exr",
        "zip": "application/zip", unknownExtension: unknownType,
    ]
    private static let unknownExtension = "bin"
    private static let unknownType = "application/octet-stream"

    /// The media type of an extension; nothing if it is none of these.
    static func type(of fileExtension: some StringProtocol) -> String? {
        types.first { $0.key == fileExtension }?.value
    }

    /// The extension of a file.
    ///
    /// - Parameters:
    ///   - type: The media type that the storage gives, if it gives one.
    ///   - url: The storage's URL, whose path counts where the type says nothing.
    /// - Returns: One of these extensions.
    static func fileExtension(type: String?, url: String) -> String {
        let type = (type ?? "").lowercased().prefix { $0 != ";" && $0 != " " }
        if type != unknownType, let known = types.first(where: { $0.value == type }) { return known.key }
        let name = url.prefix { $0 != "?" && $0 != "#" }.split(separator: "/").last ?? ""
        let found = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return types.contains { $0.key == found } ? found : unknownExtension
    }
}

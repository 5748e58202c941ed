/// How a file is taken in: what comes of it, and when.
///
/// The service checks what it was given and moderates it; how long that takes, and its words for what it refuses, are not
/// documented. Here it takes four seconds, divided by the speed of the simulator.
struct FileIngest: Sendable, Equatable {
    /// When it is over.
    let end: Duration
    /// Why the file is refused, if it is.
    let failureReason: String?

    private static let duration = Duration.seconds(4)
    private static let largestImage = 50 << 20

    /// Begins.
    ///
    /// - Parameters:
    ///   - bytes: What was uploaded.
    ///   - declaration: What was said about it.
    ///   - now: The time.
    ///   - speed: What every time is divided by.
    init(_ bytes: ReceivedBytes, _ declaration: FileDeclaration, at now: Duration, speed: Double) {
        end = now + Self.duration / speed
        failureReason = Self.fault(bytes, declaration)
    }

    /// What is wrong with a file; its name can ask for the failure of moderation, as in `moderated-cat.png`.
    private static func fault(_ bytes: ReceivedBytes, _ declaration: FileDeclaration) -> String? {
        if bytes.count != declaration.size {
            return "Uploaded \(bytes.count) bytes, but size_bytes is \(declaration.size)."
        }
        if declaration.filename?.hasPrefix("moderated") == true { return "The file was flagged by content moderation." }
        guard let type = bytes.mediaType else { return "The file could not be decoded." }
        // The containers of MP4 and QuickTime are one family.
        guard type == declaration.mediaType || type.isVideo && declaration.mediaType.isVideo else {
            return "The file is \(type.text), but mime_type is \(declaration.mediaType.text)."
        }
        if type.isImage, bytes.count > largestImage { return "The image exceeds the 50 MB limit." }
        return nil
    }
}

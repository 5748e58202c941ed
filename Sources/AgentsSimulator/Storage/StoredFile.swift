import AgentsCore

/// A file that a job has made.
struct StoredFile: Sendable, Equatable {
    /// What kind of file it is.
    enum Format: String, Sendable, CaseIterable {
        case png
        case jpeg = "jpg"
        case mp4
        case exr

        /// Width and height of the images.
        static let imageSize = (width: 64, height: 36)

        /// The MIME type.
        var mediaType: String {
            switch self {
            case .png: "image/png"
            case .jpeg: "image/jpeg"
            case .mp4: "video/mp4"
            case .exr: "image/x-exr"
            }
        }

        /// What a generation calls it.
        ///
        /// The word for an EXR export is not documented; a third party's tests have `exr`.
        var outputKind: Generation.Output.Kind {
            switch self {
            case .png, .jpeg: .image
            case .mp4: .video
            case .exr: "exr"
            }
        }

        /// The contents of every such file.
        var bytes: [UInt8] {
            switch self {
            case .png: SampleMedia.png
            case .jpeg: SampleMedia.jpeg
            case .mp4: SampleMedia.mp4
            case .exr: SampleMedia.exr
            }
        }
    }

    /// The start of every path.
    static let pathPrefix = "/_storage/"

    /// The job that has made it.
    let job: Identifier
    /// Its number among the files of the job.
    let number: Int
    /// What kind of file it is.
    let format: Format

    /// Names a file.
    init(_ job: Identifier, _ number: Int, _ format: Format) {
        (self.job, self.number, self.format) = (job, number, format)
    }

    /// Reads the path of a file, `/_storage/<job>/<number>.<format>`; nothing for any other.
    init?(path: String) {
        guard path.hasPrefix(Self.pathPrefix) else { return nil }
        let steps = path.dropFirst(Self.pathPrefix.count).split(separator: "/", omittingEmptySubsequences: false)
        guard steps.count == 2, let job = Identifier(steps[0]) else { return nil }
        let name = steps[1].split(separator: ".", omittingEmptySubsequences: false)
        guard name.count == 2, let number = Int(name[0]), (0..<100).contains(number),
            let format = Format(rawValue: String(name[1]))
        else { return nil }
        self.init(job, number, format)
    }

    /// Its path.
    var path: String { "\(Self.pathPrefix)\(job)/\(number).\(format.rawValue)" }
}

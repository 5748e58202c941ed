import Adapters
import AgentsCore

extension RequestStep {
    /// The Agents API takes nine images, the one to change among them.
    static let referenceCount = RequestStep([DreamMachine.ImageRows.tooMany]) { (draft, _) throws(Failure) in
        let images = draft.request.imageReferences.count + (draft.request.source.value == nil ? 0 : 1)
        if images > 9 { throw Failure(refusing: DreamMachine.ImageRows.tooMany, at: "image_ref") }
    }

    /// What the references are for, at the end of the prompt, unless they are all there for what they show.
    static let referenceRoles = RequestStep([]) { (draft, record) throws(Failure) in
        var roles: [(name: String, images: Int)] = [
            ("the content", count("image_ref", record) + count("image", record)),
            ("the style", count("style_ref", record) + count("style", record)),
        ]
        let characters = characters("character_ref", record) + characters("character", record)
        for (index, images) in characters.enumerated() {
            let isOnly = characters.count == 1
            roles.append((isOnly ? "the character" : index == 0 ? "one character" : "another character", images))
        }
        roles.removeAll { $0.images == 0 }
        guard roles.contains(where: { $0.name != "the content" }), let prompt = draft.request.prompt.value else {
            return
        }
        var first = 1
        var words: [String] = []
        for (name, images) in roles {
            words.append("\((first..<first + images).map { String($0) }.joined(separator: ", ")) for \(name)")
            first += images
        }
        draft.request.prompt = .value("\(prompt)\nReference images: \(words.joined(separator: "; ")).")
    }

    /// How many images a list has.
    private static func count(_ key: JSONKey, _ record: borrowing JSONRecord) -> Int {
        record.has(record[key], .array) ? record.count(record[key]) : 0
    }

    /// How many images each character has that has any.
    private static func characters(_ key: JSONKey, _ record: borrowing JSONRecord) -> [Int] {
        var counts: [Int] = []
        var character = record.first(in: record[key])
        while character.isPresent {
            let images = record[character, "images"]
            if record.has(images, .array) { counts.append(record.count(images)) }
            character = record.next(after: character, in: record[key])
        }
        return counts.filter { $0 > 0 }
    }

    /// Without a shape the legacy API made 16:9; an edit keeps the shape of its image.
    static let defaultImageRatio = RequestStep([DreamMachine.ImageRows.defaultRatio]) { (draft, _) throws(Failure) in
        if draft.request.source.value == nil && draft.request.aspectRatio.value == nil {
            draft.request.aspectRatio = .value(.landscape16x9)
        }
    }

    /// Without a format the legacy API made JPEG.
    static let defaultFormat = RequestStep([DreamMachine.ImageRows.defaultFormat]) { (draft, _) throws(Failure) in
        if draft.request.outputFormat.value == nil { draft.request.outputFormat = .value(.jpeg) }
    }
}

import AgentsCore

extension RequestShape {
    /// Refuses a value that does not have its form, before any rule is asked.
    static func check(
        _ form: RequestField.Form, _ record: borrowing JSONRecord, _ member: RequestMember
    ) throws(Failure) {
        let kind = record.kind(member.ref)
        switch form {
        case .anything: break
        case .text: if kind != .string { throw .malformed(.string, record, member) }
        case .word: if kind != .string && kind != .number { throw .malformed(.string, record, member) }
        case .number: if kind != .number { throw .malformed(.number, record, member) }
        case .flag: if record.flag(member.ref) == nil { throw .malformed(.flag, record, member) }
        case .object(let fields): try check(fields, record, member)
        case .list(let fields, let most): try checkElements(.object(fields), atMost: most, .array, record, member)
        case .texts(_, let most): try checkElements(.text, atMost: most, .array, record, member)
        case .named(let fields, let most): try checkElements(.object(fields), atMost: most, .object, record, member)
        case .variants(let tag, let variants):
            if kind != .object { throw .malformed(.object, record, member) }
            let word = record[member.ref, tag]
            guard record.isGiven(word) else { throw .malformed(.noTag(tag), record, member) }
            guard let variant = variants.first(where: { record.isString(word, $0.word) }) else {
                throw .malformed(.unknownTag(tag, variants.map(\.word)), record, member)
            }
            try check(variant.fields, record, member)
        }
    }

    private static func check(
        _ fields: [RequestField], _ record: borrowing JSONRecord, _ object: RequestMember
    ) throws(Failure) {
        guard record.kind(object.ref) == .object else { throw .malformed(.object, record, object) }
        for field in fields {
            let ref = record[object.ref, field.key]
            let path = object.path.appending(.key(field.key.description))
            if record.isGiven(ref) {
                try check(field.form, record, RequestMember(ref: ref, path: path))
            } else if field.isRequired {
                throw .malformed(.missing, record, RequestMember(ref: object.ref, path: path))
            }
        }
    }

    /// Checks every element of an array, or every member of an object whose keys are the caller's.
    private static func checkElements(
        _ form: RequestField.Form, atMost most: Int, _ kind: JSONKind, _ record: borrowing JSONRecord,
        _ list: RequestMember
    ) throws(Failure) {
        guard record.kind(list.ref) == kind else { throw .malformed(kind == .array ? .list : .object, record, list) }
        let elements = record.children(of: list)
        if elements.count > most { throw .malformed(.tooLong(most), record, list) }
        // As everywhere, a member that is `null` is none; an element is not.
        for element in elements where kind == .array || record.isGiven(element.ref) {
            try check(form, record, element)
        }
    }
}

/// How values of one type are read from a document and written to one.
struct ModelCoding<Value: Sendable>: Sendable {
    /// Reads the value at a place of a document; paths of errors start at the value.
    let read: @Sendable (borrowing JSONRecord, JSONRef) throws(ModelError) -> Value
    /// Appends a value in compact form.
    let write: @Sendable (Value, inout ByteBuffer) -> Void
}

extension JSONRecord {
    /// Refuses a value that is not of `kind`.
    func expect(_ kind: JSONKind, _ name: StaticString, at ref: JSONRef) throws(ModelError) {
        let found = self.kind(ref)
        if found != kind { throw .wrongType(expected: name, found: found) }
    }
}

extension ModelCoding where Value == String {
    /// Text.
    static var text: Self {
        Self { (record: borrowing JSONRecord, ref: JSONRef) throws(ModelError) -> String in
            try record.expect(.string, "a string", at: ref)
            return record.string(ref) ?? ""
        } write: { text, output in
            output.appendJSON(text)
        }
    }
}

extension ModelCoding where Value: OpenVocabulary {
    /// A word of an open vocabulary.
    static var word: Self {
        Self { (record: borrowing JSONRecord, ref: JSONRef) throws(ModelError) -> Value in
            Value(rawValue: try ModelCoding<String>.text.read(record, ref))
        } write: { word, output in
            output.appendJSON(word.rawValue)
        }
    }
}

extension ModelCoding where Value == Bool {
    /// A truth value.
    static var flag: Self {
        Self { (record: borrowing JSONRecord, ref: JSONRef) throws(ModelError) -> Bool in
            try record.expect(.bool, "true or false", at: ref)
            return record.bool(ref) ?? false
        } write: { flag, output in
            if flag { output.append("true") } else { output.append("false") }
        }
    }
}

extension ModelCoding where Value == Int {
    /// An integer, which is written in its shortest form.
    static var integer: Self {
        Self { (record: borrowing JSONRecord, ref: JSONRef) throws(ModelError) -> Int in
            try record.expect(.number, "an integer", at: ref)
            if let integer = record.integer(ref) { return integer }
            throw ModelError(.badValue, "no integer of 64 bits: write it without fraction and exponent")
        } write: { integer, output in
            output.append(contentsOf: String(integer).utf8)
        }
    }
}

extension ModelCoding where Value == JSONNumber {
    /// A number that keeps its lexeme.
    static var number: Self {
        Self { (record: borrowing JSONRecord, ref: JSONRef) throws(ModelError) -> JSONNumber in
            try record.expect(.number, "a number", at: ref)
            return JSONNumber(scanned: record.json(ref))
        } write: { number, output in
            output.append(contentsOf: number.lexeme.utf8)
        }
    }
}

extension ModelCoding where Value: ModelObject {
    /// An object with a schema of its own.
    static var object: Self {
        Self { (record: borrowing JSONRecord, ref: JSONRef) throws(ModelError) -> Value in
            try record.expect(.object, "an object", at: ref)
            return try Value.schema.read(record, ref)
        } write: { value, output in
            Value.schema.write(value, to: &output)
        }
    }
}

extension ModelCoding {
    /// An array.
    static func list<Element>(of element: ModelCoding<Element>) -> Self where Value == [Element] {
        Self { (record: borrowing JSONRecord, ref: JSONRef) throws(ModelError) -> [Element] in
            try record.expect(.array, "an array", at: ref)
            var elements: [Element] = []
            var child = record.first(in: ref)
            while child.isPresent {
                do throws(ModelError) {
                    elements.append(try element.read(record, child))
                } catch {
                    throw error.within(.index(elements.count))
                }
                child = record.next(after: child, in: ref)
            }
            return elements
        } write: { elements, output in
            output.append(UInt8(ascii: "["))
            for index in elements.indices {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                element.write(elements[index], &output)
            }
            output.append(UInt8(ascii: "]"))
        }
    }
}

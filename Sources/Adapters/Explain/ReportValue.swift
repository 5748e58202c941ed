package import AgentsCore

/// A value of a report for programs.
package enum ReportValue: Sendable {
    /// Members in their order.
    case object([(String, ReportValue)])
    /// Elements.
    case list([ReportValue])
    /// Text.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// A number by its text.
    case number(String)
    /// A truth value.
    case flag(Bool)
    /// JSON that stands as it is.
    case json(String)
    /// Nothing.
    case null

    /// Appends the value as compact JSON.
    package func write(to output: inout ByteBuffer) {
        switch self {
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                output.appendJSON(member.0)
                output.append(UInt8(ascii: ":"))
                member.1.write(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        case .list(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                element.write(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .text(let text): output.appendJSON(text)
        case .integer(let number): output.append(contentsOf: String(number).utf8)
        case .number(let text), .json(let text): output.append(contentsOf: text.utf8)
        case .flag(let flag): output.append(flag ? "true" : "false")
        case .null: output.append("null")
        }
    }

    /// The value as one line of compact JSON, with a newline.
    package var line: String {
        var output = ByteBuffer(capacity: 1024)
        write(to: &output)
        output.append(UInt8(ascii: "\n"))
        return output.text(0..<output.count)
    }

    /// A document as it stands; as text if it is no JSON.
    static func document(_ bytes: [UInt8]) -> ReportValue {
        var record = JSONRecord()
        let text = String(decoding: bytes, as: UTF8.self)
        return (try? record.load(bytes)) == nil ? .text(text) : .json(text)
    }

    /// Text, or nothing.
    static func optional(_ text: String?) -> ReportValue {
        text.map { .text($0) } ?? .null
    }
}

extension ReportValue: ExpressibleByDictionaryLiteral {
    /// Creates an object whose members have the order in which they stand.
    package init(dictionaryLiteral elements: (String, ReportValue)...) {
        self = .object(elements)
    }
}

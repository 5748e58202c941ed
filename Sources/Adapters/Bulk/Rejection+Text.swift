package import AgentsCore

extension Rejection {
    /// The rejection as one line for people.
    public func message(in file: String) -> String {
        let byte = error.offset.map { ", byte \($0)" } ?? ""
        let item = item.map { ", item \($0)" } ?? ""
        let path = error.path.isRoot ? "" : " at \(error.path)"
        return
            "\(file == "-" ? "standard input" : file), line \(line)\(byte)\(item): \(error.code)\(path): \(error.reason)"
    }

    /// Appends the rejection as a JSON line, with the refused text if the reader still has it.
    ///
    /// Text that is not UTF-8 is written as `input_base64`, so that nothing is lost.
    package func write(to output: inout ByteBuffer, file: String, record: borrowing JSONRecord) {
        output.append("{\"file\":")
        output.appendJSON(file)
        output.append(",\"line\":")
        output.append(decimal: line)
        output.append(",\"byte\":")
        output.append(decimal: error.offset ?? start)
        output.append(",\"code\":")
        output.appendJSON("\(error.code)")
        output.append(",\"reason\":")
        output.appendJSON(error.reason)
        if !error.path.isRoot {
            output.append(",\"path\":")
            output.appendJSON("\(error.path)")
        }
        if let item {
            output.append(",\"item\":")
            output.append(decimal: item)
        }
        output.append(",\"start\":")
        output.append(decimal: start)
        output.append(",\"length\":")
        output.append(decimal: length)
        if let window {
            let bytes = record.source.array(window)
            if let text = String(validating: bytes, as: UTF8.self) {
                output.append(",\"input\":")
                output.appendJSON(text)
            } else {
                output.append(",\"input_base64\":")
                output.append(UInt8(ascii: "\""))
                output.append(base64: bytes)
                output.append(UInt8(ascii: "\""))
            }
        }
        output.append("}\n")
    }
}

extension HistoryReader {
    /// The rejection of the last document.
    package mutating func located(_ error: AdapterError) -> Rejection {
        located(error, documentRange, item: nil)
    }

    /// The rejection of one item of the last document.
    package mutating func located(_ refused: RefusedItem) -> Rejection {
        located(refused.error, refused.range, item: refused.item)
    }

    private mutating func located(_ error: AdapterError, _ range: Range<Int>, item: Int?) -> Rejection {
        Rejection(
            error: error.shifted(by: windowStart),
            line: countLines(to: range.lowerBound),
            start: windowStart + range.lowerBound, length: range.count, item: item, window: range)
    }
}

extension ByteBuffer {
    /// Appends bytes in base 64 (RFC 4648).
    fileprivate mutating func append(base64 bytes: [UInt8]) {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var index = 0
        while index < bytes.count {
            let group = bytes[index..<Swift.min(index + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                append(place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
            index += 3
        }
    }
}

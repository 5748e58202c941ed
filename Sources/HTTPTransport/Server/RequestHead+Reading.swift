import AgentsCore
import CMicroHTTPD

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

extension RequestHead {
    /// Reads the fields of a request.
    ///
    /// - Parameters:
    ///   - connection: The connection, on its own thread.
    ///   - start: Where the head begins in libmicrohttpd's memory, with the method.
    ///   - version: The version at the end of the first line, in the same memory.
    ///   - limits: What is accepted.
    init(
        of connection: OpaquePointer, from start: UnsafePointer<CChar>, version: UnsafePointer<CChar>,
        limits: HTTPServer.Limits
    ) {
        let size = unsafe compat_mhd_head_size(connection)
        guard size <= limits.maximumHeaderBytes else {
            self.init(refused: .tooLarge)
            return
        }
        var reader = unsafe FieldReader(version + strlen(version))
        unsafe withUnsafeMutablePointer(to: &reader) { reader in
            _ = unsafe MHD_get_connection_values_n(
                connection, .HEADER_KIND,
                { reader, _, name, nameSize, value, valueSize in
                    guard let reader = unsafe reader?.assumingMemoryBound(to: FieldReader.self) else { return .NO }
                    unsafe reader.pointee.read(
                        UnsafeRawBufferPointer(start: name, count: nameSize),
                        UnsafeRawBufferPointer(start: value, count: valueSize))
                    return .YES
                }, reader)
        }
        guard reader.count <= limits.maximumFields else {
            self.init(refused: .tooLarge)
            return
        }
        guard unsafe reader.isWhole(upTo: start + size) else {
            self.init(refused: .malformed)
            return
        }
        self.init(reader.fields, isHTTP10: unsafe strcmp(version, "HTTP/1.0") == 0)
    }
}

/// Takes fields from libmicrohttpd's memory, and watches that they are all that lies there.
///
/// Before its version 1.0, libmicrohttpd cuts values at a zero byte, appends the second line of a value to the field's
/// name, and takes a line that begins with a colon for the end of the head. What another program on the way understood
/// differently would let a client hide a request from it. All of that leaves gaps between the fields, and so do line
/// breaks of one character, which are refused with it.
@safe
private struct FieldReader {
    private(set) var fields = HTTPFields()
    private(set) var count = 0
    private var hasGaps = false
    private var end: UnsafeRawPointer

    private static let lineBreak = 2

    /// Begins behind the first line, without its line break.
    init(_ end: UnsafeRawPointer) {
        unsafe self.end = end
    }

    mutating func read(_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) {
        count += 1
        guard let start = name.baseAddress, let content = value.baseAddress else {
            hasGaps = true
            return
        }
        // Between a name and its value are a colon and white space.
        unsafe hasGaps = hasGaps || start != end + Self.lineBreak || content <= start + name.count
        unsafe end = content + value.count
        var length = value.count
        while length > 0, unsafe value[length - 1] == 0x20 || value[length - 1] == 0x09 { length -= 1 }
        unsafe fields.append(
            String(decoding: name, as: UTF8.self),
            String(decoding: UnsafeRawBufferPointer(rebasing: value[..<length]), as: UTF8.self))
    }

    /// Whether there is nothing but the fields and an empty line.
    func isWhole(upTo limit: UnsafeRawPointer) -> Bool {
        // From version 1.0 on, libmicrohttpd refuses such heads by itself, and lays its memory out in other ways.
        unsafe MHD_VERSION >= 0x0100_0000 || !hasGaps && end + 2 * Self.lineBreak == limit
    }
}

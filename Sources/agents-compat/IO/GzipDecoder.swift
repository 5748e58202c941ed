import AgentsCore
import CZlib

/// Decompresses gzip data (RFC 1952), members one behind the other included.
final class GzipDecoder {
    /// What is wrong with the data, and at which of its bytes.
    struct Damage: Error {
        let reason: String
        let offset: Int
    }

    /// The first two bytes of a member.
    static let magic: [UInt8] = [0x1F, 0x8B]
    private static let block = 64 << 10

    private let stream: UnsafeMutablePointer<z_stream>
    private let input: UnsafeMutablePointer<UInt8>
    /// Bytes that were decompressed, of those that were read.
    private var consumed = 0
    /// Whether the data may end here.
    private var isBetweenMembers = true
    private var damage: Damage?

    /// Creates a decoder for data that starts with `head`.
    init(_ head: some Collection<UInt8>) throws(Damage) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        input = .allocate(capacity: max(Self.block, head.count))
        for (index, byte) in head.enumerated() { input[index] = byte }
        stream.pointee.next_in = input
        stream.pointee.avail_in = UInt32(head.count)
        guard czlib_begin_gzip(stream) == Z_OK else { throw Damage(reason: "there is no memory for it", offset: 0) }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
        input.deallocate()
    }

    /// Whether more can be decompressed without reading.
    var isReady: Bool { stream.pointee.avail_in > 0 && stream.pointee.avail_out == 0 }

    /// Decompresses up to the size of `buffer`; 0 at the end.
    ///
    /// What comes before damage is handed out first.
    func read(
        into buffer: UnsafeMutableRawBufferPointer,
        _ more: (UnsafeMutableRawBufferPointer) throws(IOFailure) -> Int
    ) throws(InputFault) -> Int {
        if let damage { throw .damage(damage) }
        stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: buffer.count)
        while true {
            if stream.pointee.avail_in == 0 {
                let count: Int
                do throws(IOFailure) {
                    count = try more(UnsafeMutableRawBufferPointer(start: input, count: Self.block))
                } catch {
                    throw .failure(error)
                }
                stream.pointee.next_in = input
                stream.pointee.avail_in = UInt32(count)
                if count == 0 {
                    if isBetweenMembers { return 0 }
                    throw .damage(Damage(reason: "the gzip data ends too early", offset: consumed))
                }
            }
            let produced = inflate(into: buffer.count)
            if produced > 0 { return produced }
            if let damage { throw .damage(damage) }
        }
    }

    /// Decompresses what there is, and returns how many bytes it wrote.
    private func inflate(into size: Int) -> Int {
        if isBetweenMembers {
            // Tapes and block devices fill up with zeros.
            while consumed > 0, stream.pointee.avail_in > 0, stream.pointee.next_in?.pointee == 0 {
                stream.pointee.next_in += 1
                stream.pointee.avail_in -= 1
                consumed += 1
            }
            if stream.pointee.avail_in == 0 { return 0 }
            inflateReset(stream)
            isBetweenMembers = false
        }
        let before = Int(stream.pointee.avail_in)
        let status = CZlib.inflate(stream, Z_NO_FLUSH)
        consumed += before - Int(stream.pointee.avail_in)
        switch status {
        case Z_STREAM_END: isBetweenMembers = true
        case Z_OK, Z_BUF_ERROR: break
        default:
            let reason = stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)"
            damage = Damage(reason: "the gzip data is damaged: \(reason)", offset: consumed)
        }
        return size - Int(stream.pointee.avail_out)
    }
}

/// Why an input cannot be read to its end.
enum InputFault: Error {
    /// The system refused.
    case failure(IOFailure)
    /// What was read is not what it should be.
    case damage(GzipDecoder.Damage)
}

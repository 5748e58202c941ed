import Adapters
import AgentsCore

/// Cuts files, one after the other, into blocks for lanes.
///
/// A full block ends behind its last newline, which is most likely the end of a document. Where less than a block is there,
/// it is handed out as it is: nobody waits for more.
struct BlockSource: ~Copyable {
    /// What a lane was loaded with.
    struct Block {
        /// The file, by its place in the list.
        let file: Int
        /// Whether the file ends here, for one reason or another.
        let isLast: Bool
        /// Why it ends too early.
        let fault: InputFault?
    }

    /// Bytes of a block: what the nearest cache of a processor holds.
    static let size = 256 << 10

    private let files: [String]
    private var number: Int
    private var input: HistoryInput?
    private var offset = 0
    /// The beginning of a line that the next block starts with.
    private var carry = ByteBuffer(capacity: size)
    private var progress: Progress
    /// Bytes of the next file that are not wanted.
    private var skipped: Int

    /// Creates one that begins with a file, behind some bytes of its text.
    init(_ files: [String], from first: Int = 0, behind offset: Int = 0, showsProgress: Bool) {
        self.files = files
        number = first - 1
        skipped = offset
        progress = Progress(isShown: showsProgress)
    }

    /// Whether the next block, or that there is none, is known without waiting for whoever writes it.
    var isReady: Bool {
        switch input {
        case .some(let input): input.isReady
        case nil: number + 1 >= files.count || InputFile.isRegular(files[number + 1])
        }
    }

    /// Loads a lane with the next block; nothing if there is none.
    mutating func next(into lane: inout HistoryLane) -> Block? {
        if input == nil {
            number += 1
            guard number < files.count else {
                number = files.count
                return nil
            }
            offset = skipped
            skipped = 0
            do throws(InputFault) {
                input = try Self.open(files[number], behind: offset)
            } catch {
                lane.load(at: 0, size: 0) { _ in 0 }
                return Block(file: number, isLast: true, fault: error)
            }
            progress.start(files[number], size: input?.size)
        }
        var isLast = false
        var fault: InputFault?
        var count = 0
        let before = input?.bytesRead ?? 0
        lane.load(at: offset, size: Self.size) { buffer in
            count = carry.copy(from: 0, to: buffer)
            carry.truncate(to: 0)
            do throws(InputFault) {
                isLast = try fill(buffer, &count)
            } catch {
                // What was read before counts all the same.
                isLast = true
                fault = error
            }
            if count == buffer.count, !isLast { cut(buffer, &count) }
            return count
        }
        offset += count
        progress.advance(by: (input?.bytesRead ?? 0) - before)
        if isLast { input = nil }
        return Block(file: number, isLast: isLast, fault: fault)
    }

    /// Clears the line of progress.
    func finish() {
        progress.finish()
    }

    /// Opens a file and passes over some bytes of its text.
    private static func open(_ name: String, behind offset: Int) throws(InputFault) -> HistoryInput {
        var input: HistoryInput
        do throws(IOFailure) {
            input = try HistoryInput(name)
        } catch {
            throw .failure(error)
        }
        try input.skip(offset)
        return input
    }

    /// Reads what is there, and returns whether the file is over.
    private mutating func fill(
        _ buffer: UnsafeMutableRawBufferPointer, _ count: inout Int
    ) throws(InputFault) -> Bool {
        repeat {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[count...])
            guard let more = try input?.read(into: rest), more > 0 else { return true }
            count += more
        } while count < buffer.count && input?.isReady == true
        return false
    }

    /// Keeps what stands behind the last newline for the next block.
    private mutating func cut(_ buffer: UnsafeMutableRawBufferPointer, _ count: inout Int) {
        guard let newline = buffer.lastIndex(of: UInt8(ascii: "\n")) else { return }
        carry.append(UnsafeRawBufferPointer(rebasing: buffer[(newline + 1)..<count]))
        count = newline + 1
    }
}

/// A part of an input that is no record, with everything needed to find and repair it.
public struct Rejection: Sendable, Equatable {
    /// Why it was refused.
    ///
    /// The offset is counted from the start of the input.
    public let error: AdapterError
    /// The line on which it starts, counted from 1.
    public let line: Int
    /// Bytes from the start of the input to its own start.
    public let start: Int
    /// Bytes of it.
    public let length: Int
    /// The item of a batch or list, counted from 0.
    public let item: Int?
    /// Where its bytes lie in the reader's window, until more is read; nothing if they were too many to keep.
    package let window: Range<Int>?

    /// The same rejection without its place in a window, which means nothing once more is read.
    var withoutWindow: Rejection {
        Rejection(error: error, line: line, start: start, length: length, item: item, window: nil)
    }

    /// The same rejection, `lines` lines further down.
    package func movedDown(by lines: Int) -> Rejection {
        Rejection(error: error, line: line + lines, start: start, length: length, item: item, window: window)
    }
}

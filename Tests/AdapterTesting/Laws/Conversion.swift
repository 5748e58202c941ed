package import Adapters
package import AgentsCore

/// What converting some documents gave.
package struct Conversion: Sendable {
    /// What was written, one record a line.
    package var output: [UInt8] = []
    /// What was lost.
    package var losses: [Loss] = []
    /// Why documents, or items of batches and lists, were refused.
    package var refusals: [AdapterError] = []
    /// Records that the tally counted.
    package var written = 0

    /// The lines of the output without their newlines.
    package var lines: [[UInt8]] {
        var lines = output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// Whether everything was converted.
    package var isComplete: Bool { refusals.isEmpty }
}

/// A converter with the buffers around it: what a command line or a server does with one, without files and sockets.
package struct Converter: ~Copyable {
    private var converter: RecordConverter
    private var record: JSONRecord
    private var output = ByteBuffer()

    /// Creates a converter; the parameters are those of `RecordConverter`.
    package init(
        _ registry: AdapterRegistry, from source: ConversionSource = .any, to target: ConversionTarget = .canonical,
        rebuildsEnvelopes: Bool = false, limits: JSONLimits = JSONLimits()
    ) {
        converter = RecordConverter(
            registry: registry, source: source, target: target, rebuildsEnvelopes: rebuildsEnvelopes)
        record = JSONRecord(limits: limits)
    }

    /// Converts documents one after the other.
    ///
    /// What a refused document left in the output stays there, so that a test can see it.
    package mutating func convert(_ documents: [[UInt8]]) -> Conversion {
        var result = Conversion()
        output.truncate(to: 0)
        converter.losses.removeAll()
        let before = converter.tally.written
        for document in documents {
            do throws(JSONError) {
                try record.load(document)
            } catch {
                result.refusals.append(AdapterError(error))
                continue
            }
            do throws(AdapterError) {
                try converter.convert(record, into: &output)
            } catch {
                result.refusals.append(error)
            }
            result.refusals += converter.refusedItems.map(\.error)
            converter.refusedItems.removeAll()
        }
        result.output = output.array()
        result.losses = converter.losses
        result.written = converter.tally.written - before
        return result
    }

    /// Why what was given so far is not complete: a batch or list still waits for items.
    package func pending() -> AdapterError? {
        do throws(AdapterError) {
            try converter.finish()
            return nil
        } catch {
            return error
        }
    }
}

extension AdapterRegistry {
    /// Converts documents with a converter of their own.
    package func convert(
        _ documents: [[UInt8]], from source: ConversionSource = .any, to target: ConversionTarget = .canonical,
        rebuildsEnvelopes: Bool = false, limits: JSONLimits = JSONLimits()
    ) -> Conversion {
        var converter = Converter(
            self, from: source, to: target, rebuildsEnvelopes: rebuildsEnvelopes, limits: limits)
        var result = converter.convert(documents)
        if let error = converter.pending() { result.refusals.append(error) }
        return result
    }

    /// Converts one document with a converter of its own.
    package func convert(
        _ document: [UInt8], from source: ConversionSource = .any, to target: ConversionTarget = .canonical
    ) -> Conversion {
        convert([document], from: source, to: target)
    }

    /// Turns canonical lines back into documents of a dialect, batches and lists included.
    package func turnBack(_ lines: [[UInt8]], to dialect: Dialect) -> Conversion {
        convert(lines, from: .dialect(.agents), to: .dialect(dialect), rebuildsEnvelopes: true)
    }
}

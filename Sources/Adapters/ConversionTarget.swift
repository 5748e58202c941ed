/// What records are turned into.
public enum ConversionTarget: Sendable {
    /// Canonical lines, which can be turned back.
    case canonical
    /// Plain Agents `Generation`s: nothing of the source is kept beside them.
    case bare
    /// Records of a dialect: those that came from it in their own shape, others in its first one.
    case dialect(Dialect)
    /// Records of one shape.
    case shape(WireShape)
}

/// Which records are accepted.
public enum ConversionSource: Sendable {
    /// Any that the registry recognises.
    case any
    /// Those of a dialect; a record that is not recognised is tried as its first shape.
    case dialect(Dialect)
    /// Those of one shape, without looking at their members first.
    case shape(WireShape)
    /// Those of one envelope.
    case envelope(EnvelopeShape)
}

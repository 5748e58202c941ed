import AceDataCompat
import Adapters
import DreamMachineCompat

extension AdapterRegistry {
    /// All shapes of the project.
    static let all = AdapterRegistry(
        shapes: AceData.shapes + DreamMachine.shapes, envelopes: AceData.envelopes + DreamMachine.envelopes)
}

extension Normalizer {
    /// Knows all shapes.
    static let all = Normalizer(.all)
}

extension Renderer {
    /// One for each dialect, by its name.
    static let byDialect = Dictionary(
        uniqueKeysWithValues: AdapterRegistry.all.dialects.map { ("\($0)", Renderer(.all, to: .dialect($0))) })

    /// One for everything that a line can be turned into.
    static let all =
        [Renderer(.all, to: .canonical), Renderer(.all, to: .bare)] + Array(byDialect.values)
        + AdapterRegistry.all.shapes.map { Renderer(.all, to: .shape($0)) }
}

import Adapters
import Testing

/// Aligned columns.
@Suite struct TextTableTests {
    @Test func columnsKeepToTheirSides() {
        var table = TextTable([.left, .right, .left])
        table.add("a", "100", "x")
        table.add("bbb", "7", "")
        #expect(table.text() == "  a    100  x\n  bbb    7\n")
        #expect(table.text(indent: 0) == "a    100  x\nbbb    7\n")
    }

    /// Colours take no room.
    @Test func paintDoesNotMoveColumns() {
        var table = TextTable([.left, .left])
        table.add("a", "x")
        table.add("bb", "y")
        #expect(table.text(indent: 0) { $0 == 0 ? "<\($1)>" : $1 } == "<a>   x\n<bb>  y\n")
    }

    @Test func controlCharactersAreShown() {
        var table = TextTable([.left])
        table.add("a\u{1B}[2J\nb\u{9B}")
        #expect(table.text(indent: 0) == "a\\u{1B}[2J\\nb\\u{009B}\n")
    }
}

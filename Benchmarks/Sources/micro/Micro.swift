import Foundation

/// Measures what a server pays for one document, in memory and through the public interface, and what Foundation's `Codable`
/// takes for the same work.
///
///     micro FIXTURES [ROUNDS]
///
/// The folder is that of the project's payloads. All measures run in turn, `ROUNDS` times (9 by default). The output has a
/// line for each shape and operation, separated by tabs: shape, operation, nanoseconds and allocations of the library,
/// nanoseconds and allocations of `Codable`, and how many times faster the library is. Times are processor times of the median
/// round; allocations are `-` where they cannot be counted.
@main
struct Micro {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard let folder = arguments.first, let rounds = Int(arguments.count > 1 ? arguments[1] : "9"), rounds > 0
        else {
            FileHandle.standardError.write(Data("usage: micro FIXTURES [ROUNDS]\n".utf8))
            exit(2)
        }
        var contests = try Contest.all(URL(fileURLWithPath: folder, isDirectory: true))
        for _ in 0..<rounds {
            for index in contests.indices { try contests[index].run() }
        }
        for contest in contests { print(contest.result) }
    }
}

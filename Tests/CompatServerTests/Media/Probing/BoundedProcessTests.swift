import Testing

@testable import CompatServer

/// Programs that are given files of strangers get nothing else, and no more time and room than they are allowed.
@Suite(.timeLimit(.minutes(2))) struct BoundedProcessTests {
    private func run(
        _ program: String, _ arguments: [String] = [], _ limits: BoundedProcess.Limits = .init(),
        _ canceller: BoundedProcess.Switch = .init()
    ) async throws -> Result<String, BoundedProcess.Fault> {
        let process = BoundedProcess(program: program, arguments: arguments, limits: limits)
        return try await DiskQueue().run { () throws(SystemError) in
            Result { () throws(BoundedProcess.Fault) in String(decoding: try process.output(canceller), as: UTF8.self) }
        }
    }

    private func limits(_ change: (inout BoundedProcess.Limits) -> Void) -> BoundedProcess.Limits {
        var limits = BoundedProcess.Limits()
        change(&limits)
        return limits
    }

    @Test func argumentsArriveAsTheyAre() async throws {
        let words = ["$HOME", "a b", "'\"`;|&", "", "*"]
        #expect(try await run("/usr/bin/printf", ["[%s]"] + words) == .success("[$HOME][a b]['\"`;|&][][*]"))
    }

    @Test func thereIsNoEnvironmentAndNoInput() async throws {
        #expect(try await run("/usr/bin/env") == .success(""))
        #expect(try await run("/bin/cat") == .success(""))
    }

    @Test func noFileOfTheServerIsInherited() async throws {
        let folder = try StoreFolder()
        try folder.write("open", [])
        let file = try OpenFile(folder.path("open"), 0)
        _ = try file.status()
        // The last one is the folder that is being listed.
        #expect(try await run("/bin/ls", ["/proc/self/fd"]) == .success("0\n1\n2\n3\n"))
    }

    @Test func failuresAreTold() async throws {
        #expect(try await run("/bin/false") == .failure(.failed(status: 1)))
        #expect(try await run("/nowhere/ffprobe") == .failure(.notStarted(2)))
        #expect("\(BoundedProcess.Fault.notStarted(2))" == "it cannot be started: No such file or directory")
    }

    @Test func whoTakesTooLongIsEnded() async throws {
        let brief = limits { $0.time = .milliseconds(100) }
        #expect(try await run("/bin/sleep", ["1000"], brief) == .failure(.timedOut))
    }

    @Test func whoEndsItsOutputAndGoesOnIsEndedToo() async throws {
        let brief = limits { $0.time = .milliseconds(300) }
        let script = "exec >/dev/null; exec sleep 1000"
        #expect(try await run("/bin/sh", ["-c", script], brief) == .failure(.timedOut))
    }

    @Test func whoIsStartedByTheProgramIsEndedWithIt() async throws {
        let brief = limits { $0.time = .milliseconds(300) }
        // The one that goes on holds the pipe: were it not ended, reading would not end before it.
        #expect(try await run("/bin/sh", ["-c", "sleep 1000 & wait"], brief) == .failure(.timedOut))
    }

    @Test func whoWritesTooMuchIsEnded() async throws {
        let small = limits { $0.outputBytes = 100_000 }
        #expect(try await run("/usr/bin/yes", [], small) == .failure(.tooMuchOutput))
    }

    @Test func whoIsCalledOffEnds() async throws {
        let canceller = BoundedProcess.Switch()
        canceller.turnOff()
        #expect(try await run("/bin/sleep", ["1000"], .init(), canceller) == .failure(.cancelled))
    }

    #if os(Linux)
        @Test func processorTimeIsBounded() async throws {
            // On a machine that has much else to do a second of processor time takes its time.
            let brief = limits {
                $0.processorSeconds = 1
                $0.time = .seconds(110)
            }
            // SIGKILL, or SIGXCPU before it.
            let result = try await run("/usr/bin/sha256sum", ["/dev/zero"], brief)
            #expect([.failure(.failed(status: -9)), .failure(.failed(status: -24))].contains(result))
        }

        @Test func memoryIsBounded() async throws {
            let small = limits { $0.addressSpace = 256 << 20 }
            #expect(try await run("/usr/bin/tail", ["/dev/zero"], small) == .failure(.failed(status: 1)))
        }

        @Test func noFileCanBeWritten() async throws {
            let folder = try StoreFolder()
            // The bound is there a moment after the start, so that it goes on writing; its signal is SIGXFSZ.
            let result = try await run("/bin/dd", ["if=/dev/zero", "of=\(folder.path("file"))", "bs=1"])
            #expect(result == .failure(.failed(status: -25)))
        }
    #endif
}

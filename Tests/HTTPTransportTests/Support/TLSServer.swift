import AdapterTesting
import Foundation

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A real server for TLS and HTTP/2, nginx, with a certificate for the name `agents.test` that only its own file vouches for.
final class TLSServer: Sendable {
    /// The port where HTTP/2 is offered.
    let port: UInt16
    /// The port where it is not, and a connection carries four requests.
    let plainPort: UInt16
    /// The port where HTTP/2 is offered, and a connection carries four requests.
    let hastyPort: UInt16
    /// The file that vouches for the certificate.
    var certificate: String { folder.appending(path: "certificate.pem").path }
    private let folder: URL
    private let process: pid_t

    /// Whether the programs that this takes are there; `Scripts/setup.sh` sees to that.
    static let isAvailable = program("nginx") != nil && program("openssl") != nil

    /// Starts the server and waits until it listens; it calls for a thread of its own.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "agents-compat.\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        (port, plainPort, hastyPort) = (try Self.freePort(), try Self.freePort(), try Self.freePort())
        let key = folder.appending(path: "key.pem").path
        let openssl = try Self.start(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=agents.test", "-addext", "subjectAltName=DNS:agents.test", "-keyout", key, "-out",
                folder.appending(path: "certificate.pem").path,
            ])
        Self.wait(for: openssl)
        let configuration = folder.appending(path: "nginx.conf")
        try Self.configuration(folder, [port, plainPort, hastyPort]).write(
            to: configuration, atomically: true, encoding: .utf8)
        process = try Self.start("nginx", ["-p", folder.path, "-e", "stderr", "-c", configuration.path])
        for _ in 0..<1000 {
            if [port, plainPort, hastyPort].allSatisfy({ (try? Socket(port: $0)) != nil }) { return }
            usleep(10_000)
        }
        stop()
        throw SocketFailure("start nginx")
    }

    /// Ends the server; it calls for a thread of its own.
    func stop() {
        kill(process, SIGTERM)
        Self.wait(for: process)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Every answer says how the request came.
    private static func configuration(_ folder: URL, _ ports: [UInt16]) -> String {
        let servers = zip(ports, ["ssl http2", "ssl", "ssl http2"]).enumerated().map { index, server in
            """
            server {
                listen 127.0.0.1:\(server.0) \(server.1); \(index == 0 ? "" : "keepalive_requests 4;")
                location / { return 200 "$server_protocol|$http_host|$ssl_server_name|$request_method|$connection"; }
            }
            """
        }
        return """
            daemon off; master_process off; pid \(folder.path)/pid;
            events {}
            http {
                access_log off;
                client_body_temp_path \(folder.path); proxy_temp_path \(folder.path);
                fastcgi_temp_path \(folder.path); uwsgi_temp_path \(folder.path); scgi_temp_path \(folder.path);
                ssl_certificate \(folder.path)/certificate.pem; ssl_certificate_key \(folder.path)/key.pem;
                \(servers.joined(separator: "\n"))
            }
            """
    }

    private static func freePort() throws -> UInt16 {
        try ScriptedServer { _ in }.port
    }

    private static func program(_ name: String) -> String? {
        ["/usr/sbin/", "/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static func start(_ name: String, _ arguments: [String]) throws -> pid_t {
        guard let path = program(name) else { throw SocketFailure("find \(name)") }
        return try ChildProcess.start([path] + arguments)
    }

    private static func wait(for process: pid_t) {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }
}

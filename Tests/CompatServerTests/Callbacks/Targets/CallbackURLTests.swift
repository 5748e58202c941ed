import Testing

@testable import CompatServer

@Suite struct CallbackURLTests {
    @Test(
        arguments: [
            ("https://example.com/hook", .name("example.com"), nil, "example.com"),
            ("HTTP://Example.COM", .name("example.com"), nil, "example.com"),
            ("http://example.com.:8080/a?b=c#d", .name("example.com"), 8080, "example.com:8080"),
            ("https://a_b.xn--mnchen-3ya.de:?q", .name("a_b.xn--mnchen-3ya.de"), nil, "a_b.xn--mnchen-3ya.de"),
            ("http://localhost/x", .name("localhost"), nil, "localhost"),
            ("http://1.2.3.4:80/x", .address(IPAddress(four: 0x0102_0304)), 80, "1.2.3.4:80"),
            ("http://[::1]:9/x", .address(IPAddress(six: 0, 1)), 9, "[0:0:0:0:0:0:0:1]:9"),
            ("http://[::ffff:1.2.3.4]", .address(IPAddress(six: 0, 0xFFFF_0102_0304)), nil, "[0:0:0:0:0:ffff:102:304]"),
            ("http://0x7g.example", .name("0x7g.example"), nil, "0x7g.example"),
            ("http://1.2.3.4.example", .name("1.2.3.4.example"), nil, "1.2.3.4.example"),
        ] as [(String, CallbackURL.Host, UInt16?, String)])
    func usualFormsAreRead(_ text: String, _ host: CallbackURL.Host, _ port: UInt16?, _ origin: String) throws {
        let url = try CallbackURL(text)
        #expect(url.text == text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.origin == origin)
    }

    @Test(
        arguments: [
            ("", .scheme), ("example.com", .scheme), ("//example.com", .scheme), ("ftp://example.com", .scheme),
            ("file:///etc/passwd", .scheme), ("gopher://127.0.0.1:6379/_x", .scheme), ("http:/example.com", .scheme),
            ("javascript:alert(1)", .scheme), ("https:example.com", .scheme),
            ("http://user@example.com", .userInfo), ("http://user:pass@example.com", .userInfo),
            ("http://example.com:80@127.0.0.1/", .userInfo), ("http://@example.com", .userInfo),
            ("http://exam ple.com", .characters), ("http://example.com/\n", .characters),
            ("http://example.com\\@127.0.0.1/", .characters), ("http://ex\u{0}ample.com", .characters),
            ("http://münchen.de", .characters), ("http://example。com", .characters), ("http://①②⑦.0.0.1", .characters),
            ("http://", .host), ("http:///path", .host), ("http://?q", .host), ("http://:80", .host),
            ("http://.", .host), ("http://a..b", .host), ("http://.a", .host), ("http://a..", .host),
            ("http://-a.com", .host), ("http://a-.com", .host), ("http://a%2eb.com", .host), ("http://a*b.com", .host),
            ("http://2130706433", .host), ("http://0x7f000001", .host), ("http://0x7f.1", .host),
            ("http://017700000001", .host), ("http://0177.0.0.1", .host), ("http://127.1", .host),
            ("http://127.0.0.01", .host), ("http://127.0.0.1.", .host), ("http://127.0.0.0x1", .host),
            ("http://1.2.3.4.5", .host), ("http://256.0.0.1", .host), ("http://example.0x", .host),
            ("http://[::1", .host), ("http://[::1%25lo]", .host), ("http://[fe80::1%25eth0]/", .host),
            ("http://[127.0.0.1]", .host), ("http://[]", .host), ("http://[v1.x]", .host),
            ("http://[::1]x", .port), ("http://a:65536", .port), ("http://a:0", .port), ("http://a:-1", .port),
            ("http://a:80:80", .port), ("http://a:8o", .port), ("http://a:+80", .port), ("http://a:000080", .port),
        ] as [(String, CallbackURL.Fault)])
    func everythingElseIsRefused(_ text: String, _ fault: CallbackURL.Fault) {
        #expect(throws: fault) { try CallbackURL(text) }
    }

    @Test func lengthsAreBounded() throws {
        let base = "https://example.com/"
        #expect(throws: Never.self) { try CallbackURL(base + String(repeating: "a", count: 2048 - base.count)) }
        #expect(throws: CallbackURL.Fault.tooLong) {
            try CallbackURL(base + String(repeating: "a", count: 2049 - base.count))
        }
        let label = String(repeating: "a", count: 63)
        #expect(throws: Never.self) { try CallbackURL("http://\(label).com") }
        #expect(throws: CallbackURL.Fault.host) { try CallbackURL("http://\(label)a.com") }
        let name = Array(repeating: label, count: 4).joined(separator: ".")
        #expect(throws: CallbackURL.Fault.host) { try CallbackURL("http://\(name)") }
    }
}

import Testing

@testable import CompatServer

@Suite struct IPAddressTests {
    @Test(
        arguments: [
            ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("192.0.2.1", "192.0.2.1"),
            ("::", "0:0:0:0:0:0:0:0"), ("::1", "0:0:0:0:0:0:0:1"), ("1::", "1:0:0:0:0:0:0:0"),
            ("2001:DB8::8:800:200c:417a", "2001:db8:0:0:8:800:200c:417a"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
            ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("::ffff:192.0.2.1", "0:0:0:0:0:ffff:c000:201"), ("64:ff9b::10.0.0.1", "64:ff9b:0:0:0:0:a00:1"),
            ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"),
        ])
    func usualFormsAreRead(_ text: String, _ expected: String) {
        let address = IPAddress(text)
        #expect(address?.description == expected)
        #expect(IPAddress(expected) == address)
    }

    @Test(
        arguments: [
            "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.04", "0x7f.0.0.1", "0177.0.0.1",
            "2130706433", "0x7f000001", "127.1", "1.2.3.4.", ".1.2.3.4", "1..2.3", "1.2.3.+4", "1.2.3.-4", " 1.2.3.4",
            "1.2.3.4 ", "１.2.3.4", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "1:2:3:4::5:6:7:8",
            "::12345", "::g", ":1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:", "1:2:3:4:5:6:7:", "::1%eth0", "::1%25lo", "[::1]",
            "::1.2.3", "::1.2.3.4:5", "1.2.3.4::", "::ffff:127.0.0.01", "::-1", "::+1",
        ])
    func everythingElseIsNone(_ text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func bytesAreTakenInTheOrderOfTheNetwork() {
        #expect(IPAddress(bytes: [127, 0, 0, 1])?.description == "127.0.0.1")
        #expect(IPAddress(bytes: Array(1...16))?.description == "102:304:506:708:90a:b0c:d0e:f10")
        #expect(IPAddress(bytes: [1, 2, 3]) == nil)
    }

    @Test(
        arguments: [
            ("10.255.255.255", "10.0.0.0", 8, true), ("11.0.0.0", "10.0.0.0", 8, false),
            ("172.31.0.1", "172.16.0.0", 12, true), ("172.32.0.1", "172.16.0.0", 12, false),
            ("fe80::1", "fe80::", 10, true), ("fec0::1", "fe80::", 10, false), ("::1", "::1", 128, true),
            ("::2", "::1", 128, false), ("2001:db8:ffff::", "2001:db8::", 32, true), ("1.2.3.4", "::", 0, false),
            ("0.0.0.0", "::", 96, false),
        ])
    func prefixesAreComparedByBits(_ text: String, _ prefix: String, _ bits: Int, _ expected: Bool) throws {
        let (address, prefix) = (try #require(IPAddress(text)), try #require(IPAddress(prefix)))
        #expect(address.hasPrefix(prefix, bits: bits) == expected)
    }
}

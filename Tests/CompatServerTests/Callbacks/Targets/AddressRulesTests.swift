import Testing

@testable import CompatServer

@Suite struct AddressRulesTests {
    private static let strict = AddressRules(allowsPrivate: false)
    private static let relaxed = AddressRules(allowsPrivate: true)

    private static func reason(_ text: String, _ rules: AddressRules) throws -> AddressRules.Reason? {
        rules.refusal(of: try #require(IPAddress(text)))
    }

    @Test(
        arguments: [
            "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
            "128.0.0.0", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255",
            "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111", "2a00:1450::1",
            "2001:4860:4860::8888", "2003::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8",
        ])
    func thePublicInternetIsAllowed(_ text: String) throws {
        #expect(try Self.reason(text, Self.strict) == nil)
    }

    @Test(
        arguments: [
            ("0.0.0.0", .unspecified), ("0.1.2.3", .unspecified), ("10.0.0.1", .privateNetwork),
            ("100.64.0.1", .sharedNetwork), ("127.0.0.1", .loopback), ("127.255.255.254", .loopback),
            ("169.254.1.1", .linkLocal), ("169.254.169.254", .metadata), ("169.254.170.2", .metadata),
            ("100.100.100.200", .metadata), ("168.63.129.16", .metadata), ("192.0.0.192", .metadata),
            ("172.16.0.1", .privateNetwork), ("192.0.0.1", .reserved), ("192.0.2.1", .documentation),
            ("192.88.99.1", .tunnel), ("192.168.1.1", .privateNetwork), ("198.18.0.1", .benchmark),
            ("198.19.255.255", .benchmark), ("198.51.100.1", .documentation), ("203.0.113.1", .documentation),
            ("224.0.0.1", .multicast), ("239.255.255.255", .multicast), ("240.0.0.1", .reserved),
            ("255.255.255.255", .reserved),
            ("::", .unspecified), ("::1", .loopback), ("::2", .reserved), ("::127.0.0.1", .reserved),
            ("::8.8.8.8", .reserved), ("fd00:ec2::254", .metadata), ("fc00::1", .privateNetwork),
            ("fd12:3456::1", .privateNetwork), ("fe80::1", .linkLocal), ("febf::1", .linkLocal),
            ("fec0::1", .privateNetwork), ("ff02::1", .multicast), ("100::1", .reserved), ("2001::1", .tunnel),
            ("2001:0:4136:e378::1", .tunnel), ("2001:2::1", .benchmark), ("2001:10::1", .reserved),
            ("2001:20::1", .reserved), ("2001:db8::1", .documentation), ("2002:7f00:1::", .tunnel),
            ("2002:808:808::1", .tunnel), ("3fff::1", .documentation), ("4000::1", .reserved), ("5f00::1", .reserved),
            ("64:ff9b:1::1", .privateNetwork), ("64:ff9b::127.0.0.1", .loopback),
            ("64:ff9b::10.0.0.1", .privateNetwork),
            ("64:ff9b::169.254.169.254", .metadata), ("::ffff:127.0.0.1", .loopback),
            ("::ffff:169.254.169.254", .metadata), ("::ffff:192.168.0.1", .privateNetwork),
            ("::ffff:0:0", .unspecified),
        ] as [(String, AddressRules.Reason)])
    func everythingElseIsRefusedWithItsReason(_ text: String, _ reason: AddressRules.Reason) throws {
        #expect(try Self.reason(text, Self.strict) == reason)
    }

    @Test(arguments: ["127.0.0.1", "::1", "10.0.0.1", "192.168.1.1", "fd00::1", "169.254.1.1", "::ffff:127.0.0.1"])
    func privateNetworksCanBeAllowed(_ text: String) throws {
        #expect(try Self.reason(text, Self.relaxed) == nil)
    }

    @Test(
        arguments: [
            "169.254.169.254", "::ffff:169.254.169.254", "fd00:ec2::254", "100.100.100.200", "0.0.0.0", "::",
            "224.0.0.1", "ff02::1", "255.255.255.255", "2002:7f00:1::", "2001::1",
        ])
    func someAreNeverAllowed(_ text: String) throws {
        #expect(try Self.reason(text, Self.relaxed) != nil)
    }

    @Test func everyRowOfTheTableIsAPrefixOfItsVersion() {
        #expect(AddressRules.ranges.count == 43)
        for range in AddressRules.ranges {
            #expect(range.bits <= (range.prefix.version == .four ? 32 : 128))
        }
    }
}

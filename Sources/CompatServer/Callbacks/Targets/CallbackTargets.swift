import Adapters
import AgentsCore

/// Says where callbacks may go: asked when one is ordered, and again each time one is sent.
///
/// A name may resolve to something else the second time, so what is sent goes to the addresses that were checked then and
/// not to the name.
struct CallbackTargets: Sendable {
    /// Why a callback is not sent.
    enum Refusal: Error, Sendable, Equatable {
        /// The address is malformed.
        case malformed(CallbackURL.Fault)
        /// The host is, or has among its addresses, one that is not allowed.
        case forbidden(AddressRules.Reason)
        /// The host has no addresses now.
        case unresolved(ResolverError)
    }

    let resolver: any NameResolver
    let rules: AddressRules

    /// The most addresses of a name that are looked at; the others are not used.
    private static let mostAddresses = 16

    /// The addresses of a host, all of which may be connected to.
    ///
    /// - Parameter host: The host.
    /// - Returns: The addresses, one at least.
    /// - Throws: ``Refusal`` if one of them is not allowed, or there are none.
    func addresses(of host: CallbackURL.Host) async throws(Refusal) -> [IPAddress] {
        let addresses: [IPAddress]
        switch host {
        case .address(let address): addresses = [address]
        case .name(let name):
            do throws(ResolverError) {
                addresses = try await resolver.addresses(of: name).compactMap { IPAddress($0) }
            } catch {
                throw .unresolved(error)
            }
        }
        if addresses.isEmpty { throw .unresolved(.unknownName) }
        for address in addresses {
            if let reason = rules.refusal(of: address) { throw .forbidden(reason) }
        }
        return Array(addresses.prefix(Self.mostAddresses))
    }

    /// Checks the target of a callback that is being ordered.
    ///
    /// A host without addresses is no reason to refuse: it may have some when the callback is sent, and the legacy services
    /// did not refuse it either.
    ///
    /// - Parameter text: The target.
    /// - Returns: Why it is refused; nothing if it is not.
    func refusal(of text: String) async -> Failure? {
        do throws(Refusal) {
            _ = try await addresses(of: Self.url(text).host)
            return nil
        } catch {
            return error.failure
        }
    }

    /// Reads the target of a callback.
    static func url(_ text: String) throws(Refusal) -> CallbackURL {
        do throws(CallbackURL.Fault) {
            return try CallbackURL(text)
        } catch {
            throw .malformed(error)
        }
    }
}

extension CallbackTargets.Refusal {
    /// The refusal as a caller is told of it; nothing for one that may pass.
    fileprivate var failure: Failure? {
        let words: String
        switch self {
        case .malformed(let fault): words = fault.rawValue
        // Which network it is, the caller is not told: it could map the server's own.
        case .forbidden: words = "leads to an address that is not on the public internet"
        case .unresolved: return nil
        }
        return Failure(.badRequest, "callback_url \(words)", path: "callback_url")
    }

    /// The word for it that is kept with an attempt.
    var code: String {
        switch self {
        case .malformed: "malformed_url"
        case .forbidden: "forbidden_address"
        case .unresolved(let error): error.rawValue
        }
    }
}

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension GenerationClient {
    /// Where the API is, who pays, and how patient a client is.
    public struct Options: Sendable {
        /// The real service, version prefix included.
        public static let defaultBaseURL = "https://agents.lumalabs.ai/v1"
        /// The environment's name for the key.
        public static let keyName = "LUMA_AGENTS_API_KEY"
        /// The environment's name for the base URL.
        public static let baseURLName = "LUMA_BASE_URL"

        /// The API's base, version prefix included, as in ``defaultBaseURL``.
        ///
        /// With `http://` the key is sent unencrypted; that is for servers of one's own.
        public var baseURL: String
        /// The key that pays where a call brings none: `luma-api-…`.
        public var credential: Credential?
        /// How long one request may take, connecting included; a call that is repeated takes longer.
        public var timeout: Duration
        /// How often a call is sent.
        public var retries: RetryPolicy

        /// Creates options.
        ///
        /// - Parameters:
        ///   - baseURL: The API's base, version prefix included.
        ///   - credential: The key that pays where a call brings none.
        ///   - timeout: How long one request may take; a minute, as with the service's own clients.
        ///   - retries: How often a call is sent.
        public init(
            baseURL: String = Self.defaultBaseURL, credential: Credential? = nil, timeout: Duration = .seconds(60),
            retries: RetryPolicy = .standard
        ) {
            self.baseURL = baseURL
            self.credential = credential
            self.timeout = timeout
            self.retries = retries
        }

        /// The options that the environment gives: the key, and perhaps the base URL, under the names that the service's own
        /// clients go by.
        ///
        /// A variable that is empty is as good as none.
        ///
        /// - Returns: The options.
        /// - Throws: ``ClientError`` with code `invalidCall` if there is no key, or one that no field can hold.
        public static func fromEnvironment() throws(ClientError) -> Self {
            try Self(environment: variable)
        }

        /// The options that an environment gives.
        ///
        /// - Parameter variable: The value of a variable, if it is set.
        /// - Throws: ``ClientError`` with code `invalidCall` if there is no key, or one that no field can hold.
        package init(environment variable: (String) -> String?) throws(ClientError) {
            guard let key = variable(Self.keyName), !key.isEmpty else {
                throw ClientError(.invalidCall, "no API key: set \(Self.keyName)")
            }
            guard key.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) else {
                throw ClientError(
                    .invalidCall, "the key in \(Self.keyName) has a space, a line break or another odd character in it")
            }
            let baseURL = variable(Self.baseURLName).flatMap { $0.isEmpty ? nil : $0 }
            self.init(baseURL: baseURL ?? Self.defaultBaseURL, credential: Credential(key))
        }

        private static func variable(_ name: String) -> String? {
            guard let value = unsafe getenv(name) else { return nil }
            return unsafe String(cString: value)
        }
    }
}

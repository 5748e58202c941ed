extension HTTPServer {
    /// What a server accepts from its clients.
    package struct Limits: Sendable, Equatable {
        /// The most bytes of a request's body.
        package var maximumBodyBytes = 8 << 20
        /// The most bytes of a request's first line and fields.
        package var maximumHeaderBytes = 16 << 10
        /// The most fields of a request.
        package var maximumFields = 128
        /// The most connections at once; more wait until one is closed.
        package var maximumConnections = 4096
        /// How long a connection may be open without a request.
        package var idleTimeout = Duration.seconds(75)
        /// How long a request may take to arrive, however steadily its bytes come.
        package var requestTimeout = Duration.seconds(30)
        /// How long an answer may take to be fetched by the client.
        package var responseTimeout = Duration.seconds(120)
        /// How long a client that fetches a file, which may take long, may take nothing of it; in whole seconds.
        package var stallTimeout = Duration.seconds(60)

        /// Creates limits.
        package init() {}

        /// Bytes of a body beyond its limit that are read and thrown away.
        ///
        /// A client that is still sending does not look for an answer, and may lose it if the connection is closed under it.
        var drainedBytes: Int { min(maximumBodyBytes, 1 << 20) }
    }
}

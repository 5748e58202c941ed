/// The simulator's description of itself in OpenAPI 3.1, which `GET /_simulator/openapi.json` answers.
///
/// It is written here, beside what it describes, and nowhere else. It describes what the simulator does, which is what the
/// Luma Agents API documents, and where that is silent the simulator's own choice; those places say so.
///
/// Sources: Luma Agents API, documentation of error handling and rate limits; schema of `luma_agents` 0.5.0.
enum OpenAPIDocument {
    /// The document.
    static let text = """
        {
        "openapi": "3.1.0",
        \(info),
        "servers": [{"url": "/", "description": "where this document came from"}],
        "security": [{"key": []}],
        "tags": [
          {"name": "generations"},
          {"name": "files"},
          {"name": "storage", "description": "presigned URLs, which need no key"},
          {"name": "simulator", "description": "no part of the service"}
        ],
        "paths": {
        \(generationPaths),
        \(filePaths),
        \(storagePaths),
        \(controlPaths)
        },
        "components": {
        "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "a key luma-api-…"}},
        "headers": {
        \(headerObjects)
        },
        "responses": {
        \(responses)
        },
        "schemas": {
        \(requestSchemas),
        \(videoSchemas),
        \(generationSchemas),
        \(fileSchemas),
        \(controlSchemas)
        }
        }
        }

        """

    private static let info = #"""
        "info": {
          "title": "Simulated Luma Agents API",
          "version": "2026-04-01",
          "description": "A local Agents API that costs nothing. Members that are not known are passed over. Faults that were asked for, in a prompt or of the simulator itself, can have any status.",
          "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}
        }
        """#

    /// The fields of answers.
    private static let headerObjects = #"""
        "X-Request-Id": {
          "description": "the caller's identifier, or one of the server's own",
          "required": true,
          "schema": {"type": "string", "minLength": 1, "maxLength": 256}
        },
        "X-API-Version": {"required": true, "schema": {"const": "2026-04-01"}},
        "X-RateLimit-Limit": {
          "description": "submissions within any minute",
          "required": true,
          "schema": {"type": "integer", "minimum": 1}
        },
        "X-RateLimit-Remaining": {"required": true, "schema": {"type": "integer", "minimum": 0}},
        "X-RateLimit-Reset": {
          "description": "seconds since 1970",
          "required": true,
          "schema": {"type": "integer", "minimum": 0}
        },
        "Retry-After": {"description": "seconds", "required": true, "schema": {"type": "integer", "minimum": 0}},
        "Allow": {"required": true, "schema": {"type": "string"}}
        """#

    /// What every operation of the service may answer.
    private static let responses = """
        \(error("BadRequest", "the request breaks a rule")),
        \(error("Unauthorized", "no key, or none that is good")),
        \(error("PaymentRequired", "the client has no funds")),
        \(error("Forbidden", "the client is suspended or deactivated")),
        \(error("NotFound", "unknown, another client's, or no identifier at all")),
        \(error("ContentTooLarge", "an image, a video or the whole body is too large")),
        \(error("UnprocessableContent", "the body does not fit the schema, or a medium cannot be taken in")),
        \(error("TooManyRequests", "a limit is reached", headers: "Retry-After")),
        \(error("BadGateway", "media cannot be fetched at present")),
        \(error("ServiceUnavailable", "media cannot be fetched"))
        """

    /// A refusal in the one shape that all have.
    private static func error(_ name: String, _ description: String, headers more: String...) -> String {
        """
        "\(name)": {
          "description": "\(description)",
          "headers": {\(headers(more))},
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
        }
        """
    }

    /// References to the fields that every answer of the service has, and to more.
    ///
    /// - Parameter more: Their names.
    /// - Returns: The members of `headers`.
    static func headers(_ more: [String] = []) -> String {
        (["X-Request-Id", "X-API-Version"] + more)
            .map { ##""\##($0)": {"$ref": "#/components/headers/\##($0)"}"## }.joined(separator: ", ")
    }

    /// References to answers in components, by status.
    ///
    /// - Parameter statuses: The statuses.
    /// - Returns: The members of `responses`.
    static func refusals(_ statuses: Int...) -> String {
        let names = [
            400: "BadRequest", 401: "Unauthorized", 402: "PaymentRequired", 403: "Forbidden", 404: "NotFound",
            413: "ContentTooLarge", 422: "UnprocessableContent", 429: "TooManyRequests", 502: "BadGateway",
            503: "ServiceUnavailable",
        ]
        return statuses.compactMap { status in
            names[status].map { ##""\##(status)": {"$ref": "#/components/responses/\##($0)"}"## }
        }.joined(separator: ",\n  ")
    }

    /// An answer with a JSON body of a schema.
    ///
    /// - Parameters:
    ///   - status: The status.
    ///   - description: What it means.
    ///   - schema: The name of the schema.
    ///   - more: Names of fields that not every answer has.
    ///   - links: What its `id` is good for: an operation and the name of its parameter, with a space between them.
    /// - Returns: A member of `responses`.
    static func answer(
        _ status: Int, _ description: String, _ schema: String, headers more: String..., links: String...
    ) -> String {
        let links = links.map { link in
            let words = link.split(separator: " ")
            let parameters = ##"{"\##(words[1])": "$response.body#/id"}"##
            return #""\#(words[0])": {"operationId": "\#(words[0])", "parameters": \#(parameters)}"#
        }
        return ##"""
            "\##(status)": {
                "description": "\##(description)",
                "headers": {\##(headers(more))},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/\##(schema)"}}},
                "links": {\##(links.joined(separator: ", "))}
              }
            """##
    }
}

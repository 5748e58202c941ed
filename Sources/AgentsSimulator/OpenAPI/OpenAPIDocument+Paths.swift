extension OpenAPIDocument {
    /// The operations of generations.
    static let generationPaths = """
        "/v1/generations": {"post": {
          "operationId": "createGeneration",
          "tags": ["generations"],
          "summary": "Submit a job.",
          "requestBody": {
            "required": true,
            "content": {"application/json": {
              "schema": {"$ref": "#/components/schemas/GenerationCreate"},
              "examples": {
              \(requestExamples)
              }
            }}
          },
          "responses": {
          \(answer(201, "the job is queued", "Generation", headers: "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset", links: "getGeneration generation_id")),
          \(refusals(400, 401, 402, 403, 413, 422, 429, 502, 503))
          }
        }},
        "/v1/generations/{generation_id}": {"get": {
          "operationId": "getGeneration",
          "tags": ["generations"],
          "summary": "Look a job up; its URLs are new every time.",
          "parameters": [\(identifier("generation_id"))],
          "responses": {
          \(answer(200, "the job as it is now", "Generation")),
          \(refusals(401, 403, 404))
          }
        }}
        """

    /// A request of every type.
    private static let requestExamples = [
        ("image", #"{"prompt": "A glass of iced coffee", "aspect_ratio": "16:9"}"#),
        ("image_edit", #"{"prompt": "At night", "type": "image_edit", "source": \#(image)}"#),
        ("layering", #"{"prompt": "", "type": "layering", "source": \#(image), "layering": {"resolution": "1k"}}"#),
        ("video", #"{"prompt": "A tiger in snow", "type": "video", "model": "ray-3.2", "video": {"duration": "10s"}}"#),
        (
            "video_edit",
            #"{"prompt": "In oil", "type": "video_edit", "model": "ray-3.2", "source": \#(video), "#
                + #""video": {"edit": {"strength": "flex_1"}}}"#
        ),
        (
            "video_reframe",
            #"{"prompt": "Upright", "type": "video_reframe", "model": "ray-3.2", "source": \#(video), "#
                + #""aspect_ratio": "9:16"}"#
        ),
    ].map { "\"\($0)\": {\"value\": \($1)}" }.joined(separator: ",\n  ")

    private static let image = #"{"url": "https://images.example.com/first.jpg"}"#
    private static let video = #"{"url": "https://videos.example.com/source.mp4", "media_type": "video/mp4"}"#

    /// The operations of files; the status of a creation, and every refusal, are inferred.
    static let filePaths = """
        "/v1/files": {
        "post": {
          "operationId": "createFile",
          "tags": ["files"],
          "summary": "Announce a file, or send a small one.",
          "requestBody": {"required": true, "content": {
            "application/json": {"schema": {"$ref": "#/components/schemas/FileCreate"}},
            "multipart/form-data": {"schema": {"$ref": "#/components/schemas/FileForm"}}
          }},
          "responses": {
          \(answer(201, "the file waits for its bytes, or is being taken in", "CreateFileResponse", links: "getFile file_id", "completeFile file_id", "deleteFile file_id")),
          \(refusals(401, 403, 413, 422))
          }
        },
        "get": {
          "operationId": "listFiles",
          "tags": ["files"],
          "summary": "List the files, newest first; those that are deleted only if asked for.",
          "parameters": [
            {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}},
            {"name": "cursor", "in": "query", "description": "next_cursor of the page before", "schema": {"type": "string"}},
            {"name": "purpose", "in": "query", "schema": {"$ref": "#/components/schemas/FilePurpose"}},
            {"name": "state", "in": "query", "schema": {"$ref": "#/components/schemas/FileState"}}
          ],
          "responses": {
          \(answer(200, "a page", "FileList")),
          \(refusals(401, 403, 422))
          }
        }
        },
        "/v1/files/{file_id}": {
        "get": {
          "operationId": "getFile",
          "tags": ["files"],
          "summary": "Look a file up.",
          "parameters": [\(identifier("file_id"))],
          "responses": {
          \(answer(200, "the file as it is now", "File")),
          \(refusals(401, 403, 404))
          }
        },
        "delete": {
          "operationId": "deleteFile",
          "tags": ["files"],
          "summary": "Delete a file: no new generation can refer to it.",
          "parameters": [\(identifier("file_id"))],
          "responses": {
          "204": {"description": "it is deleted", "headers": {\(headers())}},
          \(refusals(401, 403, 404))
          }
        }
        },
        "/v1/files/{file_id}/complete": {"post": {
          "operationId": "completeFile",
          "tags": ["files"],
          "summary": "Have a file taken in whose bytes were put; there is no body.",
          "parameters": [\(identifier("file_id"))],
          "responses": {
          \(answer(200, "the file, which becomes ready or failed soon", "File")),
          \(refusals(400, 401, 403, 404))
          }
        }}
        """

    /// A parameter in a path; what is no UUID is unknown, and no error of its own.
    private static func identifier(_ name: String) -> String {
        ##"{"name": "\##(name)", "in": "path", "required": true, "schema": {"type": "string", "minLength": 1}}"##
    }

    /// The operations of the storage.
    static let storagePaths = """
        "/_storage/{job}/{file}": {
        "parameters": [
          {"name": "job", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}},
          {"name": "file", "in": "path", "required": true, "schema": {"type": "string", "pattern": "^[0-9]{1,2}\\\\.[a-z0-9]{3}$"}}
        ],
        "get": {
          "operationId": "download",
          "tags": ["storage"],
          "security": [],
          "summary": "Fetch a file by its presigned URL, whole or in part.",
          "parameters": [{"name": "Range", "in": "header", "schema": {"type": "string"}}],
          "responses": {
          "200": {"description": "the file", "content": {\(media)}},
          "206": {"description": "a part of it", "content": {\(media)}},
          "416": {"description": "there is no such part", "content": {"application/xml": {}}},
          \(storageRefusals)
          }
        },
        "head": {
          "operationId": "look",
          "tags": ["storage"],
          "security": [],
          "summary": "The same without the bytes.",
          "responses": {"200": {"description": "the file is there"}, "403": {"description": "see GET"}, "404": {"description": "see GET"}}
        }
        },
        "/_uploads/{file_id}": {"put": {
          "operationId": "upload",
          "tags": ["storage"],
          "security": [],
          "summary": "Put the bytes of a file by its presigned URL.",
          "parameters": [{"name": "file_id", "in": "path", "required": true, "schema": {"type": "string", "format": "uuid"}}],
          "requestBody": {"required": true, "content": {"application/octet-stream": {"schema": {}}}},
          "responses": {
          "200": {"description": "they are there", "headers": {"ETag": {"required": true, "schema": {"type": "string"}}}},
          "413": {"description": "more than the simulator takes at once", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
          \(storageRefusals)
          }
        }}
        """

    private static let storageRefusals = #"""
        "403": {"description": "the URL is not signed, was changed, or has expired", "content": {"application/xml": {}}},
          "404": {"description": "there is no such file", "content": {"application/xml": {}}}
        """#

    private static let media = StoredFile.Format.allCases.map { "\"\($0.mediaType)\": {}" }.joined(separator: ", ")

    /// The operations of the simulator itself.
    static let controlPaths = #"""
        "/_simulator/stats": {"get": {
          "operationId": "stats",
          "tags": ["simulator"],
          "security": [],
          "summary": "What has happened since the start or the last reset.",
          "responses": {"200": {
            "description": "the counts",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Statistics"}}}
          }}
        }},
        "/_simulator/reset": {"post": {
          "operationId": "reset",
          "tags": ["simulator"],
          "security": [],
          "summary": "Forget jobs, files, limits, counts and faults.",
          "responses": {"204": {"description": "they are forgotten"}}
        }},
        "/_simulator/faults": {"post": {
          "operationId": "setFaults",
          "tags": ["simulator"],
          "security": [],
          "summary": "Let faults befall requests at random, the same for the same seed; replaces those before.",
          "requestBody": {
            "required": true,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/FaultPlan"}}}
          },
          "responses": {
            "204": {"description": "from now on"},
            "422": {
              "description": "this is no plan",
              "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
            }
          }
        }},
        "/_simulator/openapi.json": {"get": {
          "operationId": "describe",
          "tags": ["simulator"],
          "security": [],
          "summary": "This document.",
          "responses": {"200": {
            "description": "the document",
            "content": {"application/json": {"schema": {"type": "object", "required": ["openapi"]}}}
          }}
        }}
        """#
}

import AgentsCore

extension OpenAPIDocument {
    /// What is said about a job.
    static let generationSchemas = ##"""
        "Generation": {
          "type": "object",
          "required": ["id", "type", "state", "model", "created_at", "output", "failure_reason", "failure_code"],
          "additionalProperties": false,
          "properties": {
            "id": {"type": "string", "format": "uuid"},
            "type": {"enum": \##(words(Generation.Kind.self))},
            "state": {"enum": \##(words(Generation.State.self))},
            "model": {"enum": \##(words(GenerationModel.self))},
            "created_at": {"type": "string", "format": "date-time"},
            "output": {"type": "array", "items": {"$ref": "#/components/schemas/GenerationOutput"}},
            "failure_reason": {"type": ["string", "null"]},
            "failure_code": {
              "type": ["string", "null"],
              "examples": \##(words(Generation.FailureCode.self)),
              "description": "those of the service, or the one that a prompt asks for"
            }
          },
          "if": {"properties": {"state": {"const": "failed"}}},
          "then": {"properties": {"failure_code": {"type": "string"}, "failure_reason": {"type": "string"}, "output": {"maxItems": 0}}},
          "else": {"properties": {"failure_code": {"type": "null"}, "failure_reason": {"type": "null"}}}
        },
        "GenerationOutput": {
          "type": "object",
          "required": ["type", "url"],
          "additionalProperties": false,
          "properties": {
            "type": {"enum": ["image", "video", "exr"], "description": "the word for an EXR export is not documented"},
            "url": {"type": "string", "format": "uri"},
            "layer": {"$ref": "#/components/schemas/Layer"}
          }
        },
        "Layer": {
          "type": "object",
          "required": ["index", "label", "description", "alpha_hint", "bounds"],
          "properties": {
            "index": {"type": "integer", "minimum": 0},
            "label": {"type": "string"},
            "description": {"type": "string"},
            "alpha_hint": {"enum": ["soft", "hard", "none"]},
            "bounds": {
              "type": "object",
              "required": ["x", "y", "width", "height", "canvas_width", "canvas_height"],
              "additionalProperties": {"type": "integer", "minimum": 0}
            }
          }
        },
        "Error": {
          "type": "object",
          "required": ["detail"],
          "additionalProperties": false,
          "properties": {"detail": {"type": "string", "minLength": 1}}
        }
        """##

    /// What is said about a file.
    static let fileSchemas = ##"""
        "FilePurpose": {"enum": \##(words(FilePurpose.self))},
        "FileState": {"enum": \##(words(FileState.self))},
        "FileCreate": {
          "type": "object",
          "required": ["mime_type", "size_bytes"],
          "properties": {
            "mime_type": {"type": "string", "maxLength": 255, "pattern": "^[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+$"},
            "size_bytes": {"type": "integer", "minimum": 1, "maximum": \##(FileDeclaration.maximumSize)},
            "purpose": {"$ref": "#/components/schemas/FilePurpose", "default": "input"},
            "filename": {"type": ["string", "null"], "maxLength": 256},
            "expires_at": {"type": ["string", "null"], "format": "date-time"},
            "user_id": {"type": ["string", "null"], "maxLength": 256}
          }
        },
        "FileForm": {
          "type": "object",
          "required": ["file"],
          "properties": {
            "file": {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream", "minLength": 1},
            "purpose": {"$ref": "#/components/schemas/FilePurpose"},
            "filename": {"type": "string", "maxLength": 256},
            "expires_at": {"type": "string", "format": "date-time"},
            "user_id": {"type": "string", "maxLength": 256}
          }
        },
        "File": {
          "type": "object",
          "required": ["id", "created_at", "mime_type", "purpose", "size_bytes", "state", "deleted_at", "expires_at", "failure_reason", "filename", "user_id"],
          "additionalProperties": false,
          "properties": {
            "id": {"type": "string", "format": "uuid"},
            "created_at": {"type": "string", "format": "date-time"},
            "mime_type": {"type": "string"},
            "purpose": {"$ref": "#/components/schemas/FilePurpose"},
            "size_bytes": {"type": "integer", "minimum": 1},
            "state": {"$ref": "#/components/schemas/FileState"},
            "deleted_at": {"type": ["string", "null"], "format": "date-time"},
            "expires_at": {"type": ["string", "null"], "format": "date-time"},
            "failure_reason": {"type": ["string", "null"]},
            "filename": {"type": ["string", "null"]},
            "user_id": {"type": ["string", "null"]}
          }
        },
        "FileList": {
          "type": "object",
          "required": ["data", "has_more", "next_cursor"],
          "additionalProperties": false,
          "properties": {
            "data": {"type": "array", "maxItems": 100, "items": {"$ref": "#/components/schemas/File"}},
            "has_more": {"type": "boolean"},
            "next_cursor": {"type": ["string", "null"]}
          }
        },
        "CreateFileResponse": {
          "type": "object",
          "required": ["id", "state", "file", "upload"],
          "additionalProperties": false,
          "properties": {
            "id": {"type": "string", "format": "uuid"},
            "state": {"$ref": "#/components/schemas/FileState"},
            "file": {"$ref": "#/components/schemas/File"},
            "upload": {"oneOf": [{"$ref": "#/components/schemas/PresignedUpload"}, {"type": "null"}]}
          }
        },
        "PresignedUpload": {
          "type": "object",
          "required": ["url", "method", "expires_at", "headers"],
          "additionalProperties": false,
          "properties": {
            "url": {"type": "string", "format": "uri"},
            "method": {"const": "PUT"},
            "expires_at": {"type": "string", "format": "date-time"},
            "headers": {"type": "object", "additionalProperties": {"type": "string"}}
          }
        }
        """##

    /// What is said to and about the simulator itself.
    static let controlSchemas = ##"""
        "Statistics": {
          "type": "object",
          "required": ["requests", "jobs_created", "jobs_remembered", "concurrent_jobs", "concurrent_jobs_peak", "concurrent_requests_peak", "polls"],
          "properties": {
            "requests": {
              "type": "object",
              "description": "by route, and by status, disconnected or unanswered",
              "additionalProperties": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}}
            },
            "jobs_created": {"type": "integer", "minimum": 0},
            "jobs_remembered": {"type": "integer", "minimum": 0},
            "concurrent_jobs": {"type": "integer", "minimum": 0},
            "concurrent_jobs_peak": {"type": "integer", "minimum": 0},
            "concurrent_requests_peak": {"type": "integer", "minimum": 0},
            "polls": {
              "type": "object",
              "description": "by id, of the newest \##(Statistics.maximumPolledJobs) jobs that were asked for",
              "additionalProperties": {"type": "integer", "minimum": 1}
            }
          }
        },
        "FaultPlan": {
          "type": "object",
          "required": ["faults"],
          "properties": {
            "seed": {"type": "integer", "minimum": -9223372036854775808, "maximum": 9223372036854775807},
            "faults": {"type": "array", "maxItems": 100, "items": {"$ref": "#/components/schemas/Fault"}}
          }
        },
        "Fault": {
          "type": "object",
          "required": ["rate"],
          "properties": {
            "route": {"enum": [\##(routes)], "description": "every route without one"},
            "rate": {"type": "number", "minimum": 0, "maximum": 1},
            "kind": {"enum": ["status", "stall", "reset", "lose-reply"], "default": "status"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "retry_after": {"type": "integer", "minimum": 0, "maximum": 86400}
          },
          "if": {"properties": {"kind": {"const": "status"}}},
          "then": {"required": ["status"]}
        }
        """##

    private static let routes = Endpoint.allCases.filter(\.isSimulated).map { "\"\($0.name)\"" }.joined(separator: ", ")
}

extension AceDataService {
    /// What is served, as an OpenAPI 3.1 document.
    ///
    /// The texts are this server's own; the members are those of the vendor's specification and of the captured answers.
    static let openAPI = #"""
        {
          "openapi": "3.1.0",
          "info": {
            "title": "AceData Luma API, served on the Agents API",
            "version": "1.0.0",
            "description": "The routes, bodies and answers that this server gives to clients of AceData's Luma service. In requests, null stands for an absent member; unknown members are ignored and kept in the stored request. Every answer to a call has its trace id in the header x-trace-id."
          },
          "servers": [{"url": "/luma"}],
          "security": [{"token": []}],
          "tags": [{"name": "luma"}],
          "paths": {
            "/videos": {
              "post": {
                "operationId": "createVideo", "tags": ["luma"],
                "summary": "A video of a text or of images, or one that goes on from another.",
                "description": "The answer comes when the video is finished, or at once with async or callback_url. If the wait takes too long it is a 504, the task goes on, and the same request sent again joins it.",
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/VideosRequest"},
                      "examples": {
                        "text": {"value": {"prompt": "Astronauts shuttle from space to volcano", "async": true}},
                        "images": {"value": {"prompt": "The door opens", "start_image_url": "https://cdn.acedata.cloud/r9vsv9.png", "end_image_url": "https://cdn.acedata.cloud/0iad3k.png", "async": true}}
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "The finished video, or the id of its task.",
                    "headers": {
                      "x-trace-id": {"$ref": "#/components/headers/TraceID"},
                      "X-Compat-Losses": {"description": "How many members could not be said exactly to the Agents API.", "schema": {"type": "integer"}}
                    },
                    "content": {
                      "application/json": {"schema": {"oneOf": [{"$ref": "#/components/schemas/Video"}, {"$ref": "#/components/schemas/Acknowledgement"}]}}
                    }
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorised"},
                  "403": {"$ref": "#/components/responses/Forbidden"},
                  "404": {"$ref": "#/components/responses/NotFound"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "429": {"$ref": "#/components/responses/TooMany"},
                  "500": {"$ref": "#/components/responses/Fault"},
                  "503": {"$ref": "#/components/responses/Fault"},
                  "504": {"$ref": "#/components/responses/Timeout"}
                }
              }
            },
            "/tasks": {
              "post": {
                "operationId": "askForTasks", "tags": ["luma"],
                "summary": "One task, several, a page of them, or the end of one.",
                "description": "A task that does not exist, or is somebody else's, is an empty object, is left out of a batch, and is not deleted.",
                "requestBody": {
                  "required": true,
                  "content": {
                    "application/json": {
                      "schema": {"$ref": "#/components/schemas/TasksRequest"},
                      "examples": {
                        "retrieve": {"value": {"id": "50fc6182-fa86-4c7d-ac12-2fa27ec2f151"}},
                        "batch": {"value": {"action": "retrieve_batch", "ids": ["50fc6182-fa86-4c7d-ac12-2fa27ec2f151"]}},
                        "page": {"value": {"action": "retrieve_batch", "created_at_min": 1725077411.961, "limit": 12, "offset": 0}},
                        "delete": {"value": {"action": "delete", "id": "50fc6182-fa86-4c7d-ac12-2fa27ec2f151"}}
                      }
                    }
                  }
                },
                "responses": {
                  "200": {
                    "description": "What was asked for.",
                    "headers": {"x-trace-id": {"$ref": "#/components/headers/TraceID"}},
                    "content": {
                      "application/json": {
                        "schema": {
                          "oneOf": [
                            {"$ref": "#/components/schemas/Task"}, {"$ref": "#/components/schemas/NoTask"},
                            {"$ref": "#/components/schemas/Batch"}, {"$ref": "#/components/schemas/Deletion"}
                          ]
                        }
                      }
                    }
                  },
                  "400": {"$ref": "#/components/responses/BadRequest"},
                  "401": {"$ref": "#/components/responses/Unauthorised"},
                  "413": {"$ref": "#/components/responses/TooLarge"},
                  "500": {"$ref": "#/components/responses/Fault"},
                  "503": {"$ref": "#/components/responses/Fault"}
                }
              }
            },
            "/openapi.json": {
              "get": {
                "operationId": "describe", "tags": ["luma"], "security": [], "summary": "This document.",
                "responses": {
                  "200": {"description": "The document.", "content": {"application/json": {"schema": {"type": "object"}}}},
                  "400": {"$ref": "#/components/responses/BadRequest"}
                }
              }
            }
          },
          "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "A key of the Agents API."}},
            "headers": {"TraceID": {"description": "The id of the call.", "schema": {"type": "string", "format": "uuid"}}},
            "responses": {
              "BadRequest": {"description": "`bad_request`, or `api_not_implemented` for what the Agents API has no counterpart for. Nothing was sent or stored.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
              "Unauthorised": {"description": "`invalid_token` or `token_expired`.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
              "Forbidden": {"description": "`used_up`, `disabled`, or `forbidden` by moderation.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
              "NotFound": {"description": "`not_found`.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
              "TooLarge": {"description": "`request_too_large`.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
              "TooMany": {"description": "`too_many_requests`.", "headers": {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
              "Fault": {"description": "`api_error`.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
              "Timeout": {"description": "`timeout`: the task goes on.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
            },
            "schemas": {
              "URL": {"type": ["string", "null"], "pattern": "^(https?://[a-z0-9.]+/[a-z0-9./]*)?$", "maxLength": 8192},
              "ID": {"type": ["string", "null"], "maxLength": 64},
              "VideosRequest": {
                "type": "object",
                "properties": {
                  "action": {"enum": ["generate", "extend", null], "default": "generate"},
                  "prompt": {"type": ["string", "null"], "maxLength": 6000, "description": "Required unless there is an image or a video to go on from."},
                  "loop": {"type": ["boolean", "null"], "default": false},
                  "enhancement": {"description": "Left out: the Agents API has no such switch."},
                  "aspect_ratio": {"enum": ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "9:21", null], "description": "16:9 for text alone, otherwise that of the picture; 9:21 becomes 9:16."},
                  "start_image_url": {"$ref": "#/components/schemas/URL"},
                  "end_image_url": {"$ref": "#/components/schemas/URL", "description": "With generate only."},
                  "video_id": {"$ref": "#/components/schemas/ID", "description": "With extend: the video_id or task_id of a video made here; it counts before video_url."},
                  "video_url": {"$ref": "#/components/schemas/URL", "description": "With extend: the video_url of a video made here."},
                  "callback_url": {"$ref": "#/components/schemas/URL", "description": "The result is posted there, and the answer comes at once."},
                  "async": {"type": ["boolean", "null"]},
                  "timeout": {"type": ["number", "null"], "minimum": 0, "default": 300, "description": "Seconds that the caller waits."}
                }
              },
              "TasksRequest": {
                "type": "object",
                "properties": {
                  "action": {"enum": ["retrieve", "retrieve_batch", "delete", null], "default": "retrieve"},
                  "id": {"$ref": "#/components/schemas/ID"},
                  "task_id": {"$ref": "#/components/schemas/ID", "description": "The same as id."},
                  "trace_id": {"$ref": "#/components/schemas/ID", "description": "Instead of id, with retrieve."},
                  "ids": {"type": ["array", "null"], "items": {"type": "string", "maxLength": 64}, "maxItems": 1000, "description": "Items come in this order; with trace_ids, 1000 in all."},
                  "trace_ids": {"type": ["array", "null"], "items": {"type": "string", "maxLength": 64}, "maxItems": 1000},
                  "user_id": {"$ref": "#/components/schemas/ID", "description": "Another than the caller's own, as tasks show it, finds nothing."},
                  "application_id": {"$ref": "#/components/schemas/ID", "description": "As user_id."},
                  "created_at_min": {"type": ["number", "null"], "description": "Seconds since 1970, included."},
                  "created_at_max": {"type": ["number", "null"], "description": "Seconds since 1970, included."},
                  "type": {"type": ["string", "null"], "description": "Another than videos finds nothing."},
                  "limit": {"type": ["integer", "null"], "minimum": 1, "maximum": 1000, "description": "100 unless said otherwise; all of them where they are named."},
                  "offset": {"type": ["integer", "null"], "minimum": 0, "maximum": 1000000, "default": 0}
                }
              },
              "Acknowledgement": {
                "type": "object", "required": ["task_id"], "additionalProperties": false,
                "properties": {"task_id": {"type": "string", "format": "uuid"}}
              },
              "Video": {
                "type": "object", "additionalProperties": false,
                "required": ["success", "task_id", "video_id", "prompt", "video_url", "video_height", "video_width", "state", "thumbnail_url", "thumbnail_width", "thumbnail_height"],
                "properties": {
                  "success": {"const": true},
                  "task_id": {"type": "string"},
                  "video_id": {"type": "string", "description": "The Agents API's id; extend takes it."},
                  "prompt": {"type": ["string", "null"]},
                  "video_url": {"type": "string", "pattern": "^https?://"},
                  "video_height": {"type": ["integer", "null"]}, "video_width": {"type": ["integer", "null"]},
                  "state": {"const": "completed"},
                  "thumbnail_url": {"type": ["string", "null"]},
                  "thumbnail_width": {"type": ["integer", "null"]}, "thumbnail_height": {"type": ["integer", "null"]}
                }
              },
              "FailedVideo": {
                "type": "object", "required": ["success", "task_id", "trace_id", "error", "state"], "additionalProperties": false,
                "properties": {
                  "success": {"const": false}, "task_id": {"type": "string"}, "trace_id": {"type": "string"},
                  "error": {"$ref": "#/components/schemas/ErrorDetail"}, "state": {"const": "failed"}
                }
              },
              "Task": {
                "type": "object", "additionalProperties": false,
                "description": "finished_at and elapsed are there once the task has ended. A task that was submitted to another API of this server has fewer members.",
                "required": ["id", "api_id", "created_at", "type", "response"],
                "properties": {
                  "_id": {"type": "string", "pattern": "^[0-9a-f]{24}$"},
                  "id": {"type": "string"},
                  "api_id": {"const": "94fc9028-5a9f-4875-aae4-38463bd30ac5"},
                  "application_id": {"type": "string"},
                  "created_at": {"type": "number"}, "started_at": {"type": "number"}, "finished_at": {"type": "number"},
                  "elapsed": {"type": "number", "minimum": 0},
                  "credential_id": {"type": "string"},
                  "request": {"type": "object", "description": "What the client sent, nothing added."},
                  "trace_id": {"type": "string"}, "user_id": {"type": "string"},
                  "type": {"enum": ["videos", "images"]},
                  "response": {
                    "oneOf": [
                      {"type": "object", "maxProperties": 0, "description": "Not finished yet."},
                      {"$ref": "#/components/schemas/Video"}, {"$ref": "#/components/schemas/FailedVideo"}
                    ]
                  }
                }
              },
              "NoTask": {"type": "object", "maxProperties": 0},
              "Batch": {
                "type": "object", "required": ["items", "count"], "additionalProperties": false,
                "properties": {
                  "items": {"type": "array", "items": {"$ref": "#/components/schemas/Task"}},
                  "count": {"type": "integer", "minimum": 0, "description": "How many match, on this page and beyond it."}
                }
              },
              "Deletion": {
                "type": "object", "required": ["id", "deleted"], "additionalProperties": false,
                "properties": {"id": {"type": "string"}, "deleted": {"type": "boolean"}}
              },
              "ErrorDetail": {
                "type": "object", "required": ["code", "message"], "additionalProperties": false,
                "properties": {"code": {"type": "string"}, "message": {"type": "string"}}
              },
              "Error": {
                "type": "object", "required": ["success", "error", "trace_id"], "additionalProperties": false,
                "properties": {
                  "success": {"const": false}, "error": {"$ref": "#/components/schemas/ErrorDetail"},
                  "trace_id": {"type": "string", "format": "uuid"}
                }
              }
            }
          }
        }
        """#
}

extension DreamMachineService {
    /// What is served, as an OpenAPI 3.1 document.
    ///
    /// The texts of the schemas are this server's own; their members are those of `openapi.yaml` of `lumalabs/lumaai-api`.
    static let openAPI = #"""
        {
          "openapi": "3.1.0",
          "info": {
            "title": "Dream Machine API, served on the Agents API",
            "version": "1.1.0",
            "description": "The routes, bodies and answers that this server gives to clients of the Dream Machine API. Unknown members of a request are ignored and kept in the stored request."
          },
          "servers": [{"url": "/dream-machine/v1"}],
          "security": [{"key": []}],
          "tags": [{"name": "generations"}, {"name": "lists"}, {"name": "service"}],
          "paths": {
            "/ping": {
              "get": {
                "operationId": "ping", "tags": ["service"], "security": [], "summary": "Whether the server runs.",
                "responses": {
                  "200": {
                    "description": "It does.",
                    "content": {"application/json": {"schema": {"type": "object", "required": ["message"], "properties": {"message": {"const": "pong"}}}}}
                  },
                  "400": {"$ref": "#/components/responses/Error"},
                  "413": {"$ref": "#/components/responses/Error"},
                  "503": {"$ref": "#/components/responses/Error"}
                }
              }
            },
            "/openapi.json": {
              "get": {
                "operationId": "describe", "tags": ["service"], "security": [], "summary": "This document.",
                "responses": {
                  "200": {"description": "The document.", "content": {"application/json": {"schema": {"type": "object"}}}},
                  "400": {"$ref": "#/components/responses/Error"},
                  "413": {"$ref": "#/components/responses/Error"},
                  "503": {"$ref": "#/components/responses/Error"}
                }
              }
            },
            "/credits": {
              "get": {
                "operationId": "getCredits", "tags": ["service"], "summary": "The balance that the operator has set, in cents.",
                "responses": {
                  "200": {
                    "description": "The balance.",
                    "content": {"application/json": {"schema": {"type": "object", "required": ["credit_balance"], "properties": {"credit_balance": {"type": "number"}}}}}
                  },
                  "501": {"$ref": "#/components/responses/Error"},
                  "default": {"$ref": "#/components/responses/Error"}
                }
              }
            },
            "/generations": {
              "get": {
                "operationId": "listGenerations", "tags": ["generations"], "summary": "The caller's generations, newest first.",
                "parameters": [
                  {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 100}},
                  {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0, "default": 0}}
                ],
                "responses": {
                  "200": {"description": "A page of them.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/GenerationList"}}}},
                  "default": {"$ref": "#/components/responses/Error"}
                }
              },
              "post": {
                "operationId": "createGeneration", "tags": ["generations"], "summary": "A video; the route that clients used before `/generations/video`.",
                "requestBody": {"$ref": "#/components/requestBodies/Video"},
                "responses": {
                  "201": {"$ref": "#/components/responses/Created"},
                  "422": {"$ref": "#/components/responses/Malformed"},
                  "default": {"$ref": "#/components/responses/Error"}
                }
              }
            },
            "/generations/video": {
              "post": {
                "operationId": "createVideo", "tags": ["generations"], "summary": "A video of a text, of images, or one that goes on from another.",
                "requestBody": {"$ref": "#/components/requestBodies/Video"},
                "responses": {
                  "201": {"$ref": "#/components/responses/Created"},
                  "422": {"$ref": "#/components/responses/Malformed"},
                  "default": {"$ref": "#/components/responses/Error"}
                }
              }
            },
            "/generations/image": {
              "post": {
                "operationId": "createImage", "tags": ["generations"], "summary": "An image; with `sync` the answer waits for it.",
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ImageRequest"}}}},
                "responses": {
                  "201": {"$ref": "#/components/responses/Created"},
                  "422": {"$ref": "#/components/responses/Malformed"},
                  "default": {"$ref": "#/components/responses/Error"}
                }
              }
            },
            "/generations/video/modify": {
              "post": {
                "operationId": "modifyVideo", "tags": ["generations"], "summary": "A video made of another.",
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ModifyRequest"}}}},
                "responses": {
                  "201": {"$ref": "#/components/responses/Created"},
                  "422": {"$ref": "#/components/responses/Malformed"},
                  "default": {"$ref": "#/components/responses/Error"}
                }
              }
            },
            "/generations/video/reframe": {
              "post": {
                "operationId": "reframeVideo", "tags": ["generations"], "summary": "A video in another aspect ratio.",
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReframeRequest"}}}},
                "responses": {
                  "201": {"$ref": "#/components/responses/Created"},
                  "422": {"$ref": "#/components/responses/Malformed"},
                  "default": {"$ref": "#/components/responses/Error"}
                }
              }
            },
            "/generations/image/reframe": {
              "post": {
                "operationId": "reframeImage", "tags": ["generations"], "summary": "Refused: the Agents API reframes no images.",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/ReframeRequest"}}}},
                "responses": {"default": {"$ref": "#/components/responses/Error"}}
              }
            },
            "/generations/concepts/list": {
              "get": {
                "operationId": "listConcepts", "tags": ["lists"], "summary": "The keys of concepts.",
                "responses": {"200": {"$ref": "#/components/responses/Words"}, "default": {"$ref": "#/components/responses/Error"}}
              }
            },
            "/generations/camera_motion/list": {
              "get": {
                "operationId": "listCameraMotions", "tags": ["lists"], "summary": "Camera motions, as words for a prompt.",
                "responses": {"200": {"$ref": "#/components/responses/Words"}, "default": {"$ref": "#/components/responses/Error"}}
              }
            },
            "/generations/{id}": {
              "parameters": [{"$ref": "#/components/parameters/ID"}],
              "get": {
                "operationId": "getGeneration", "tags": ["generations"], "summary": "A generation as it is now.",
                "responses": {
                  "200": {"description": "The generation.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Generation"}}}},
                  "default": {"$ref": "#/components/responses/Error"}
                }
              },
              "delete": {
                "operationId": "deleteGeneration", "tags": ["generations"], "summary": "Hides a generation and forgets its prompt.",
                "responses": {"204": {"description": "It is gone."}, "default": {"$ref": "#/components/responses/Error"}}
              }
            },
            "/generations/{id}/upscale": {
              "parameters": [{"$ref": "#/components/parameters/ID"}],
              "post": {
                "operationId": "upscale", "tags": ["generations"], "summary": "Refused: the Agents API upscales nothing.",
                "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                "responses": {"default": {"$ref": "#/components/responses/Error"}}
              }
            },
            "/generations/{id}/audio": {
              "parameters": [{"$ref": "#/components/parameters/ID"}],
              "post": {
                "operationId": "addAudio", "tags": ["generations"], "summary": "Refused: the Agents API adds no sound.",
                "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
                "responses": {"default": {"$ref": "#/components/responses/Error"}}
              }
            }
          },
          "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "parameters": {
              "ID": {"name": "id", "in": "path", "required": true, "description": "The id of a generation.", "schema": {"type": "string", "minLength": 1}}
            },
            "requestBodies": {
              "Video": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/VideoRequest"}}}}
            },
            "responses": {
              "Created": {
                "description": "The generation, in state `queued` unless the answer waited for it.",
                "headers": {"X-Compat-Losses": {"description": "How many members could not be said exactly to the Agents API.", "schema": {"type": "integer"}}},
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Generation"}}}
              },
              "Words": {"description": "Words.", "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}},
              "Error": {"description": "Why there is no answer.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}},
              "Malformed": {"description": "A body of the wrong shape.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Malformed"}}}}
            },
            "schemas": {
              "AspectRatio": {"enum": ["1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"]},
              "URL": {"type": "string", "pattern": "^https?://"},
              "Keyframe": {
                "oneOf": [
                  {"type": "object", "required": ["type", "url"], "properties": {"type": {"const": "image"}, "url": {"$ref": "#/components/schemas/URL"}}},
                  {"type": "object", "required": ["type", "id"], "properties": {"type": {"const": "generation"}, "id": {"type": "string"}}},
                  {"type": "null"}
                ]
              },
              "Image": {"type": "object", "properties": {"url": {"$ref": "#/components/schemas/URL"}, "weight": {"type": "number"}}},
              "Media": {"type": "object", "required": ["url"], "properties": {"url": {"$ref": "#/components/schemas/URL"}}},
              "VideoRequest": {
                "type": "object",
                "properties": {
                  "model": {"type": "string", "enum": ["ray-1-6", "ray-1.6", "ray-2", "ray-flash-2"]},
                  "prompt": {"type": "string", "minLength": 3, "maxLength": 5000},
                  "aspect_ratio": {"$ref": "#/components/schemas/AspectRatio"},
                  "loop": {"type": "boolean"},
                  "keyframes": {
                    "anyOf": [
                      {"type": "object", "properties": {"frame0": {"$ref": "#/components/schemas/Keyframe"}, "frame1": {"$ref": "#/components/schemas/Keyframe"}}},
                      {"type": "null"}
                    ]
                  },
                  "resolution": {"type": "string", "enum": ["540p", "720p", "1080p", "4k"]},
                  "duration": {"type": "string", "enum": ["5s", "9s", "10s"]},
                  "concepts": {"type": "array", "items": {"type": "object", "required": ["key"], "properties": {"key": {"type": "string"}}}},
                  "callback_url": {"$ref": "#/components/schemas/URL"},
                  "generation_type": {"const": "video"}
                }
              },
              "ImageRequest": {
                "type": "object",
                "properties": {
                  "model": {"type": "string", "enum": ["photon-1", "photon-flash-1"]},
                  "prompt": {"type": "string", "minLength": 3, "maxLength": 5000},
                  "aspect_ratio": {"$ref": "#/components/schemas/AspectRatio"},
                  "format": {"enum": ["jpg", "png"]},
                  "image_ref": {"type": "array", "items": {"$ref": "#/components/schemas/Image"}},
                  "style_ref": {"type": "array", "items": {"$ref": "#/components/schemas/Image"}},
                  "character_ref": {
                    "type": "object",
                    "additionalProperties": {"type": "object", "properties": {"images": {"type": "array", "items": {"$ref": "#/components/schemas/URL"}}}}
                  },
                  "modify_image_ref": {"$ref": "#/components/schemas/Image"},
                  "sync": {"type": "boolean"},
                  "sync_timeout": {"type": "number"},
                  "callback_url": {"$ref": "#/components/schemas/URL"},
                  "generation_type": {"const": "image"}
                }
              },
              "ModifyRequest": {
                "type": "object",
                "required": ["media", "model", "mode"],
                "properties": {
                  "generation_type": {"const": "modify_video"},
                  "media": {"$ref": "#/components/schemas/Media"},
                  "model": {"enum": ["ray-2", "ray-flash-2"]},
                  "mode": {
                    "enum": ["adhere_1", "adhere_2", "adhere_3", "flex_1", "flex_2", "flex_3", "reimagine_1", "reimagine_2", "reimagine_3"]
                  },
                  "first_frame": {"$ref": "#/components/schemas/Media"},
                  "prompt": {"type": "string"},
                  "callback_url": {"$ref": "#/components/schemas/URL"}
                }
              },
              "ReframeRequest": {
                "type": "object",
                "required": ["media", "model", "aspect_ratio"],
                "properties": {
                  "generation_type": {"enum": ["reframe_image", "reframe_video"]},
                  "media": {"$ref": "#/components/schemas/Media"},
                  "model": {"enum": ["ray-2", "ray-flash-2", "photon-1", "photon-flash-1"]},
                  "aspect_ratio": {"$ref": "#/components/schemas/AspectRatio"},
                  "prompt": {"type": "string"},
                  "first_frame": {"$ref": "#/components/schemas/Media"},
                  "grid_position_x": {"type": "integer"}, "grid_position_y": {"type": "integer"},
                  "x_start": {"type": "integer"}, "x_end": {"type": "integer"},
                  "y_start": {"type": "integer"}, "y_end": {"type": "integer"},
                  "resized_width": {"type": "integer"}, "resized_height": {"type": "integer"},
                  "format": {"enum": ["jpg", "png"]},
                  "callback_url": {"$ref": "#/components/schemas/URL"}
                }
              },
              "Generation": {
                "type": "object",
                "required": ["id", "generation_type", "state", "failure_reason", "created_at", "assets", "model", "request"],
                "properties": {
                  "id": {"type": "string"},
                  "generation_type": {"enum": ["video", "image"]},
                  "state": {"enum": ["queued", "dreaming", "completed", "failed"]},
                  "failure_reason": {"type": ["string", "null"]},
                  "failure_code": {"type": "string", "description": "The Agents API's word for a failure."},
                  "created_at": {"type": "string", "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z$"},
                  "assets": {
                    "anyOf": [
                      {
                        "type": "object",
                        "properties": {"video": {"type": ["string", "null"]}, "image": {"type": ["string", "null"]}, "progress_video": {"type": ["string", "null"]}}
                      },
                      {"type": "null"}
                    ]
                  },
                  "model": {"type": "string"},
                  "version": {"type": "string", "description": "The model under its name of 2024, where the operator wants that."},
                  "request": {"type": "object", "description": "The request with defaults filled in and absent members as null."}
                }
              },
              "GenerationList": {
                "type": "object",
                "required": ["has_more", "count", "limit", "offset", "generations"],
                "properties": {
                  "has_more": {"type": "boolean"},
                  "count": {"type": "integer", "description": "How many are on this page."},
                  "limit": {"type": "integer"},
                  "offset": {"type": "integer"},
                  "generations": {"type": "array", "items": {"$ref": "#/components/schemas/Generation"}}
                }
              },
              "Error": {"type": "object", "required": ["detail"], "properties": {"detail": {"type": ["string", "array"]}}},
              "Malformed": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                  "detail": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                      "type": "object",
                      "required": ["type", "loc", "msg", "input"],
                      "properties": {
                        "type": {"type": "string"}, "loc": {"type": "array", "items": {"type": "string"}},
                        "msg": {"type": "string"}, "input": {"type": "string"}
                      }
                    }
                  }
                }
              }
            }
          }
        }
        """#
}

import AgentsCore

extension OpenAPIDocument {
    /// The words of a vocabulary as a JSON array.
    static func words<Word: OpenVocabulary>(_: Word.Type, _ more: String = "") -> String {
        "[" + Word.known.map { "\"\($0.rawValue)\"" }.joined(separator: ", ") + more + "]"
    }

    /// What a submission says.
    static let requestSchemas = ##"""
        "GenerationCreate": {
          "type": "object",
          "description": "Which members go together is checked beyond this schema.",
          "properties": {
            "prompt": {"type": "string", "maxLength": 6000, "description": "1 to 6000 characters; layering: none or up to 500"},
            "model": {"enum": \##(words(GenerationModel.self)), "default": "uni-1"},
            "type": {"enum": \##(words(Generation.Kind.self)), "default": "image"},
            "aspect_ratio": {
              "type": ["string", "null"],
              "examples": \##(words(AspectRatio.self)),
              "description": "those that the type has; passed over by image_edit and video_edit"
            },
            "image_ref": {"type": "array", "maxItems": 9, "items": {"$ref": "#/components/schemas/ImageRef"}},
            "source": {"oneOf": [{"$ref": "#/components/schemas/ImageRef"}, {"type": "null"}]},
            "style": {"enum": \##(words(ImageStyle.self)), "default": "auto"},
            "output_format": {"enum": \##(words(OutputFormat.self, ", null"))},
            "web_search": {"type": "boolean", "default": false},
            "user_id": {"type": ["string", "null"], "maxLength": 256},
            "video": {"oneOf": [{"$ref": "#/components/schemas/VideoOptions"}, {"type": "null"}]},
            "layering": {"oneOf": [{"$ref": "#/components/schemas/Layering"}, {"type": "null"}]}
          },
          "anyOf": [
            {"required": ["prompt"]},
            {"required": ["type"], "properties": {"type": {"const": "layering"}}}
          ]
        },
        "ImageRef": {
          "type": "object",
          "description": "Exactly one of url, data, generation_id and file_id.",
          "properties": {
            "url": {"type": ["string", "null"], "description": "https and public"},
            "data": {"type": ["string", "null"], "description": "Base64"},
            "media_type": {"type": ["string", "null"], "description": "required with data, and with the url of a video"},
            "generation_id": {"type": ["string", "null"], "description": "a completed generation of the same client"},
            "file_id": {"type": ["string", "null"], "description": "a file of the same client that is ready"}
          }
        },
        "Layering": {
          "type": "object",
          "properties": {"resolution": {"enum": \##(words(LayeringResolution.self, ", null"))}}
        }
        """##

    /// What a submission says about a video.
    static let videoSchemas = ##"""
        "VideoOptions": {
          "type": "object",
          "properties": {
            "resolution": {"enum": \##(words(VideoResolution.self, ", null")), "default": "720p"},
            "duration": {"enum": \##(words(VideoDuration.self, ", null")), "default": "5s"},
            "start_frame": {"oneOf": [{"$ref": "#/components/schemas/ImageRef"}, {"type": "null"}]},
            "end_frame": {"oneOf": [{"$ref": "#/components/schemas/ImageRef"}, {"type": "null"}]},
            "keyframes": {"type": ["array", "null"], "items": {"$ref": "#/components/schemas/ImageRef"}, "description": "1 to 64"},
            "keyframe_indexes": {"$ref": "#/components/schemas/FrameIndexes"},
            "loop": {"type": ["boolean", "null"]},
            "hdr": {"type": ["boolean", "null"]},
            "exr_export": {"type": ["boolean", "null"]},
            "edit": {"oneOf": [{"$ref": "#/components/schemas/VideoEditOptions"}, {"type": "null"}]},
            "source_position": {"oneOf": [{"$ref": "#/components/schemas/SourcePosition"}, {"type": "null"}]},
            "guide_frame": {"oneOf": [{"$ref": "#/components/schemas/ImageRef"}, {"type": "null"}]}
          }
        },
        "FrameIndexes": {
          "type": ["array", "null"],
          "items": {"type": "integer", "minimum": -9223372036854775808, "maximum": 9223372036854775807}
        },
        "VideoEditOptions": {
          "type": "object",
          "properties": {
            "auto_controls": {"type": ["boolean", "null"]},
            "strength": {"enum": \##(words(EditStrength.self, ", null"))},
            "controls": {"oneOf": [{"$ref": "#/components/schemas/EditControls"}, {"type": "null"}]},
            "keyframes": {"type": ["array", "null"], "items": {"$ref": "#/components/schemas/ImageRef"}, "description": "up to 64"},
            "keyframe_indexes": {"$ref": "#/components/schemas/FrameIndexes"}
          }
        },
        "EditControls": {
          "type": "object",
          "properties": {
            "depth": {"type": ["object", "null"], "properties": {"enabled": {"type": ["boolean", "null"]}, "blur": {"$ref": "#/components/schemas/Share"}}},
            "face": {"type": ["object", "null"], "properties": {"enabled": {"type": ["boolean", "null"]}}},
            "normals": {"type": ["object", "null"], "properties": {"enabled": {"type": ["boolean", "null"]}, "augmentation": {"$ref": "#/components/schemas/Share"}}},
            "pose": {"type": ["object", "null"], "properties": {"enabled": {"type": ["boolean", "null"]}, "strength": {"enum": \##(words(PoseStrength.self, ", null"))}}},
            "trajectory": {"type": ["object", "null"], "properties": {"enabled": {"type": ["boolean", "null"]}, "sparsity": {"$ref": "#/components/schemas/Share"}}}
          }
        },
        "Share": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
        "SourcePosition": {
          "type": "object",
          "required": ["x_norm", "y_norm", "w_norm", "h_norm"],
          "properties": {
            "x_norm": {"type": "number", "minimum": -2, "maximum": 2},
            "y_norm": {"type": "number", "minimum": -2, "maximum": 2},
            "w_norm": {"type": "number", "exclusiveMinimum": 0, "maximum": 2},
            "h_norm": {"type": "number", "exclusiveMinimum": 0, "maximum": 2}
          }
        }
        """##
}

extension ClientError {
    /// What the service says is wrong, for people: a line of up to a thousand characters.
    ///
    /// The service answers every error with `{"detail": …}`, a text or a list of faults with their places. Programs go by
    /// ``status``: the texts have changed, and may repeat a part of the prompt.
    ///
    /// Source: Luma Agents API, Error handling.
    public var detail: String? {
        guard let response, let detail = response.errorDetail else { return nil }
        switch detail {
        case .text(let text): return Self.line(text)
        case .faults(let faults): return Self.line(faults.prefix(8).map(Self.text).joined(separator: "; "))
        }
    }

    private static func text(of fault: ErrorResponse.Fault) -> String {
        let place = (fault.location.value ?? []).prefix(16).map { component in
            switch component {
            case .key(let key): key
            case .index(let index): String(index)
            }
        }
        let message = fault.message.value ?? fault.type.value ?? ""
        return place.isEmpty ? message : "\(place.joined(separator: ".")): \(message)"
    }

    private static func line(_ text: String) -> String? {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(1000) {
            kept.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return kept.isEmpty ? nil : String(kept)
    }
}

extension HTTPResponse {
    /// The `detail` of an error of the Agents API; nothing if the body is not one, as that of a proxy's page.
    var errorDetail: ErrorResponse.Detail? {
        guard body.count <= 256 << 10 else { return nil }
        return try? ErrorResponse(json: body).detail.value
    }
}

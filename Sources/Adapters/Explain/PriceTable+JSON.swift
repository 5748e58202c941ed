import AgentsCore

// Tables of prices as documents.

extension PriceTable {
    /// How much of a document is accepted.
    private static let limits = JSONLimits(depth: 8, bytes: 64 << 10, values: 1024)

    /// Reads a table.
    ///
    /// What the document does not say is as in ``standard``; it must say of when it is.
    ///
    /// - Parameter json: The document.
    /// - Throws: ``PriceTableError``.
    package init(json: some Sequence<UInt8>) throws(PriceTableError) {
        var record = JSONRecord(limits: Self.limits)
        do throws(JSONError) {
            try record.load(json)
        } catch {
            throw PriceTableError(code: .notJSON, path: .root, reason: "\(error.reason), at byte \(error.offset)")
        }
        self = .standard
        source = "a table of your own"
        var isDated = false
        try record.forEachMember(of: .root, at: .root) { (key, ref, path) throws(PriceTableError) in
            switch key {
            case "date":
                date = try record.line(ref, path)
                isDated = true
            case "source": source = try record.line(ref, path)
            case "image": try record.update(&image, ref, path)
            case "image_edit": try record.update(&imageEdit, ref, path)
            case "image_reference": imageReference = try record.price(ref, path)
            case "video":
                var factor: Int? = tenSecondFactor
                try record.update(&video, &factor, ref, path)
                tenSecondFactor = factor ?? tenSecondFactor
            case "video_edit":
                var factor: Int?
                try record.update(&videoEdit, &factor, ref, path)
            case "video_reframe": try record.update(&videoReframe, ref, path)
            default:
                throw .unknown(
                    key, path,
                    among: [
                        "date", "source", "image", "image_edit", "image_reference", "video", "video_edit",
                        "video_reframe",
                    ])
            }
        }
        if !isDated {
            throw PriceTableError(
                code: .missingMember, path: "date", reason: "say of when the prices are, as in \"2026-07-01\"")
        }
    }
}

extension JSONRecord {
    /// Walks the members of an object; anything else is refused.
    fileprivate borrowing func forEachMember(
        of object: JSONRef, at path: FieldPath,
        _ body: (String, JSONRef, FieldPath) throws(PriceTableError) -> Void
    ) throws(PriceTableError) {
        guard has(object, .object) else {
            throw PriceTableError(code: .badValue, path: path, reason: "must be an object")
        }
        var ref = first(in: object)
        while ref.isPresent {
            let key = key(ref)
            try body(key, ref, path.appending(.key(key)))
            ref = next(after: ref, in: object)
        }
    }

    /// A short text.
    fileprivate borrowing func line(_ ref: JSONRef, _ path: FieldPath) throws(PriceTableError) -> String {
        guard let text = string(ref), !text.isEmpty, text.count <= 100, text.printable == text else {
            throw PriceTableError(code: .badValue, path: path, reason: "must be one line of at most 100 characters")
        }
        return text
    }

    fileprivate borrowing func price(_ ref: JSONRef, _ path: FieldPath) throws(PriceTableError) -> Price {
        guard let price = Price(string(ref) ?? (has(ref, .number) ? json(ref) : "")) else {
            throw PriceTableError(
                code: .badValue, path: path,
                reason: "must be an amount of dollars such as 0.0404, with at most five digits behind the point")
        }
        return price
    }

    /// Replaces the prices that an object names.
    fileprivate borrowing func update(
        _ prices: inout PriceTable.Prices, _ ref: JSONRef, _ path: FieldPath
    ) throws(PriceTableError) {
        try forEachMember(of: ref, at: path) { (key, ref, path) throws(PriceTableError) in
            guard prices[key] != nil else { throw .unknown(key, path, among: prices.keys.sorted()) }
            prices[key] = try price(ref, path)
        }
    }

    /// Replaces the prices of tiers that an object names.
    ///
    /// - Parameters:
    ///   - tiers: The prices.
    ///   - factor: The factor of ten seconds; if there is none, the object must not have one.
    ///   - ref: The object.
    ///   - path: Where it stands.
    /// - Throws: ``PriceTableError``.
    fileprivate borrowing func update(
        _ tiers: inout PriceTable.Tiers, _ factor: inout Int?, _ ref: JSONRef, _ path: FieldPath
    ) throws(PriceTableError) {
        try forEachMember(of: ref, at: path) { (key, ref, path) throws(PriceTableError) in
            switch key {
            case "standard": try update(&tiers.standard, ref, path)
            case "hdr": try update(&tiers.hdr, ref, path)
            case "hdr_exr": try update(&tiers.exr, ref, path)
            case "ten_second_factor" where factor != nil:
                guard let number = integer(ref), (1...100).contains(number) else {
                    throw PriceTableError(code: .badValue, path: path, reason: "must be a whole number from 1 to 100")
                }
                factor = number
            default:
                let known = ["standard", "hdr", "hdr_exr"] + (factor == nil ? [] : ["ten_second_factor"])
                throw .unknown(key, path, among: known)
            }
        }
    }
}

extension PriceTableError {
    /// A member that no table has.
    fileprivate static func unknown(_ key: String, _ path: FieldPath, among known: [String]) -> Self {
        let hint =
            known.nearest(to: key).map { "did you mean \($0)?" } ?? "known are \(known.joined(separator: ", "))"
        return Self(code: .unknownMember, path: path, reason: "there is no such member; \(hint)")
    }
}

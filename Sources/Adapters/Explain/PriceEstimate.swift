package import AgentsCore

/// What a generation will cost, as far as its request tells.
package enum PriceEstimate: Sendable, Equatable {
    /// This.
    case total(Price)
    /// This for every unit of something that the request does not tell.
    case rate(Price, per: Unit)
    /// What nobody has published, or only for other requests: why.
    case unknown(String)

    /// What a rate is for.
    package enum Unit: String, Sendable, Equatable, CaseIterable {
        /// A second of the video that is reframed.
        case second = "second of the source"
        /// Five seconds of the video that is edited.
        case fiveSeconds = "five seconds of the source"
    }
}

extension PriceTable {
    /// What a generation will cost.
    ///
    /// - Parameter request: The request to the Agents API.
    /// - Returns: The price, or what is known of it.
    package func estimate(of request: GenerationRequest) -> PriceEstimate {
        let model = request.model.value ?? .uni1
        switch request.type.value ?? .image {
        case .image: return imagePrice(image[model.rawValue], request)
        case .imageEdit: return imagePrice(imageEdit[model.rawValue], request)
        case .video where model == .ray32: return videoPrice(request)
        case .videoEdit where model == .ray32:
            return price(in: videoEdit, request).map { .rate($0, per: .fiveSeconds) } ?? .unlisted
        case .videoReframe where model == .ray32:
            return videoReframe[resolution(of: request)].map { .rate($0, per: .second) } ?? .unlisted
        case .video, .videoEdit, .videoReframe: return .unlisted
        default: return .unknown("the price list has no amounts for generations of this type")
        }
    }

    private func imagePrice(_ price: Price?, _ request: GenerationRequest) -> PriceEstimate {
        price.map { .total($0 + imageReference * (request.imageRef.value?.count ?? 0)) } ?? .unlisted
    }

    private func videoPrice(_ request: GenerationRequest) -> PriceEstimate {
        if request.isExtension { return video.standard[resolution(of: request)].map { .total($0) } ?? .unlisted }
        guard let price = price(in: video, request) else { return .unlisted }
        switch request.videoOptions.duration.value ?? .seconds5 {
        case .seconds5: return .total(price)
        case .seconds10 where request.videoOptions.hdr.value != true: return .total(price * tenSecondFactor)
        default: return .unlisted
        }
    }

    private func price(in tiers: Tiers, _ request: GenerationRequest) -> Price? {
        let options = request.videoOptions
        let prices =
            options.hdr.value != true ? tiers.standard : options.exrExport.value == true ? tiers.exr : tiers.hdr
        return prices[resolution(of: request)]
    }

    private func resolution(of request: GenerationRequest) -> String {
        (request.videoOptions.resolution.value ?? .p720).rawValue
    }
}

extension PriceEstimate {
    /// The answer for a model, resolution or length that the table does not name.
    fileprivate static let unlisted = Self.unknown("the price list has no amount for this model, resolution and length")
}

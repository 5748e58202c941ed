/// A parameter with which storage services sign a URL.
///
/// Source: the query authentication of Amazon S3 and CloudFront (versions 2 and 4), Google Cloud Storage (versions 2 and 4) and
/// the shared access signatures of Azure Storage.
enum SignatureParameter: Int, CaseIterable {
    // Those that say when the signature ends, which are looked for in each link of a history, come first.
    case amazonDate, amazonExpires, googleDate, googleExpires, expires, signature, azureExpiry, azureSignature
    case amazonSignature, googleSignature, policy, amazonKeyID, keyPairID, googleAccessID
    case azureVersion, azureServices, azureResourceTypes, azureResource, azurePermissions, azureStart, azureAddresses
    case azureProtocol, azureKeyObject, azureKeyTenant, azureKeyStart, azureKeyExpiry, azureKeyService, azureKeyVersion

    /// How many say when the signature ends.
    static let endings = 8

    /// The name in small letters.
    var name: StaticString {
        switch self {
        case .amazonDate: "x-amz-date"
        case .amazonExpires: "x-amz-expires"
        case .googleDate: "x-goog-date"
        case .googleExpires: "x-goog-expires"
        case .expires: "expires"
        case .signature: "signature"
        case .azureExpiry: "se"
        case .azureSignature: "sig"
        case .amazonSignature: "x-amz-signature"
        case .googleSignature: "x-goog-signature"
        case .policy: "policy"
        case .amazonKeyID: "awsaccesskeyid"
        case .keyPairID: "key-pair-id"
        case .googleAccessID: "googleaccessid"
        case .azureVersion: "sv"
        case .azureServices: "ss"
        case .azureResourceTypes: "srt"
        case .azureResource: "sr"
        case .azurePermissions: "sp"
        case .azureStart: "st"
        case .azureAddresses: "sip"
        case .azureProtocol: "spr"
        case .azureKeyObject: "skoid"
        case .azureKeyTenant: "sktid"
        case .azureKeyStart: "skt"
        case .azureKeyExpiry: "ske"
        case .azureKeyService: "sks"
        case .azureKeyVersion: "skv"
        }
    }
}

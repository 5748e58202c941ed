import Adapters
import AgentsCore
import Testing

/// What requests cost by the built-in list.
@Suite struct PriceEstimateTests {
    private static func total(_ units: Int) -> PriceEstimate { .total(Price(units: units)) }

    @Test(arguments: [
        (#"{}"#, total(4_040)), (#"{"model":"uni-1-max"}"#, total(10_000)),
        (#"{"image_ref":[{"url":"a"},{"url":"b"}]}"#, total(4_640)),
        (#"{"type":"image_edit","source":{"url":"a"}}"#, total(4_340)),
        (#"{"type":"image_edit","model":"uni-1-max","source":{"url":"a"},"image_ref":[{"url":"b"}]}"#, total(10_600)),
        (#"{"type":"video","model":"ray-3.2"}"#, total(30_000)),
        (#"{"type":"video","model":"ray-3.2","video":{"resolution":"360p"}}"#, total(6_000)),
        (#"{"type":"video","model":"ray-3.2","video":{"resolution":"540p"}}"#, total(15_000)),
        (#"{"type":"video","model":"ray-3.2","video":{"resolution":"1080p","duration":"10s"}}"#, total(360_000)),
        (#"{"type":"video","model":"ray-3.2","video":{"hdr":true}}"#, total(60_000)),
        (
            #"{"type":"video","model":"ray-3.2","video":{"hdr":true,"exr_export":true,"resolution":"1080p"}}"#,
            total(360_000)
        ),
        // An extension takes five seconds, whatever it says.
        (
            #"{"type":"video","model":"ray-3.2","video":{"duration":"10s","start_frame":{"generation_id":"g"}}}"#,
            total(30_000)
        ),
        (
            #"{"type":"video_edit","model":"ray-3.2","source":{"url":"a"}}"#,
            .rate(Price(units: 108_000), per: .fiveSeconds)
        ),
        (
            #"{"type":"video_reframe","model":"ray-3.2","video":{"resolution":"540p"}}"#,
            .rate(Price(units: 6_000), per: .second)
        ),
    ])
    func aRequestHasItsPrice(_ json: String, _ expected: PriceEstimate) throws {
        #expect(try PriceTable.standard.estimate(of: GenerationRequest(json: json.utf8)) == expected)
    }

    /// What no list has is not guessed.
    @Test(arguments: [
        #"{"type":"layering"}"#, #"{"type":"dance"}"#, #"{"model":"uni-9"}"#, #"{"type":"video"}"#,
        #"{"type":"video","model":"ray-4"}"#, #"{"type":"video","model":"ray-3.2","video":{"resolution":"4k"}}"#,
        #"{"type":"video","model":"ray-3.2","video":{"duration":"7s"}}"#,
        #"{"type":"video","model":"ray-3.2","video":{"duration":"10s","hdr":true}}"#,
        #"{"type":"video","model":"ray-3.2","video":{"hdr":true,"resolution":"540p"}}"#,
        #"{"type":"video_edit","model":"uni-1"}"#, #"{"type":"video_reframe","model":"uni-1"}"#,
    ])
    func whatHasNoPriceIsUnknown(_ json: String) throws {
        guard case .unknown(let reason) = try PriceTable.standard.estimate(of: GenerationRequest(json: json.utf8))
        else {
            Issue.record("a price was made up for \(json)")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test func aTotalKeepsApartWhatIsNotKnown() {
        var total = PriceTotal()
        #expect(total.description == "$0.00")
        total.add(Self.total(30_000))
        total.add(Self.total(4_040))
        total.add(.rate(Price(units: 6_000), per: .second))
        total.add(.rate(Price(units: 3_000), per: .second))
        total.add(.unknown("why"))
        #expect(total.description == "$0.3404 + $0.09 × every second of the source (2) + unknown (1)")
        var twice = total
        twice.add(total)
        #expect(twice.known == Price(units: 68_080))
        #expect(twice.rates[.second]?.generations == 4)
        #expect(twice.unknown == 2)
        #expect(twice != total)
    }
}

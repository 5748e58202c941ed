import Adapters
import AgentsCore
import Testing

/// Tables of prices as users write them.
@Suite struct PriceDocumentTests {
    private func fault(_ json: String) -> PriceTableError? {
        do throws(PriceTableError) {
            _ = try PriceTable(json: json.utf8)
            return nil
        } catch {
            return error
        }
    }

    @Test func whatIsNotSaidIsAsInTheBuiltInTable() throws {
        let table = try PriceTable(
            json: #"""
                {"date":"2026-11-01","source":"invoice","image":{"uni-1":0.05},"image_reference":"0.001",
                 "video":{"standard":{"720p":0.5},"ten_second_factor":2},"video_edit":{"hdr_exr":{"1080p":7}},
                 "video_reframe":{"360p":0.01}}
                """#.utf8)
        var expected = PriceTable.standard
        expected.date = "2026-11-01"
        expected.source = "invoice"
        expected.image["uni-1"] = Price(units: 5_000)
        expected.imageReference = Price(units: 100)
        expected.video.standard["720p"] = Price(units: 50_000)
        expected.tenSecondFactor = 2
        expected.videoEdit.exr["1080p"] = Price(units: 700_000)
        expected.videoReframe["360p"] = Price(units: 1_000)
        #expect(table == expected)
    }

    @Test(arguments: [
        (#"{"date":"d","imgae":{}}"#, "imgae: there is no such member; did you mean image?"),
        (#"{"date":"d","image":{"uni1":1}}"#, "image.uni1: there is no such member; did you mean uni-1?"),
        (
            #"{"date":"d","video":{"standard":{"1800p":1}}}"#,
            "video.standard.1800p: there is no such member; did you mean 1080p?"
        ),
        (
            #"{"date":"d","video_edit":{"ten_second_factor":2}}"#,
            "video_edit.ten_second_factor: there is no such member; known are standard, hdr, hdr_exr"
        ),
    ])
    func anUnknownMemberIsAnsweredWithTheNearest(_ json: String, _ message: String) throws {
        let error = try #require(fault(json))
        #expect(error.code == .unknownMember)
        #expect(error.description == message)
    }

    @Test(arguments: [
        #"{"date":"d","image_reference":-1}"#, #"{"date":"d","image_reference":0.000001}"#,
        #"{"date":"d","image_reference":null}"#, #"{"date":"d","image_reference":1e2}"#, #"{"date":"d","image":[]}"#,
        #"{"date":""}"#, #"{"date":1}"#, #"{"date":"a\u001b[2J"}"#, #"[]"#,
        #"{"date":"d","video":{"ten_second_factor":0}}"#, #"{"date":"d","video":{"ten_second_factor":1.5}}"#,
    ])
    func aBadValueIsRefused(_ json: String) {
        #expect(fault(json)?.code == .badValue)
    }

    @Test func aTableWithoutADateIsRefused() {
        #expect(fault("{}")?.code == .missingMember)
    }

    @Test(arguments: ["", "{", "{\"date\":\"d\",\"date\":\"e\"}", String(repeating: "[", count: 20)])
    func whatIsNoDocumentIsRefused(_ json: String) {
        #expect(fault(json)?.code == .notJSON)
    }
}

import AceDataCompat
import AdapterTesting
import Adapters
import AgentsCore
import Testing

/// Records of the store that have lost what their shape needs.
@Suite struct DamagedRecordTests {
    @Test func `a finished task without a response is answered as a fault of this server`() throws {
        let line = #"""
            {"id":"t-1","type":"video","state":"completed","output":[],"failure_reason":null,"task_id":null,\#
            "provenance":{"dialect":"acedata","shape":"task","residue":{"_id":"x"},\#
            "derived":["type","state","failure_reason","failure_code"]}}
            """#
        let task = try TaskRecord(line: line.utf8)
        let response = ServiceSamples.service.encode(.ended(task), of: ServiceSamples.call)
        #expect(response.status == 500)
        #expect(try JSONTree(response.body).value(at: "error.code")?.text == "api_error")
    }
}

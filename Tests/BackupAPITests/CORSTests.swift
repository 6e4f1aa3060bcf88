import HTTP
import Testing

@testable import BackupAPI

@Suite struct CORSTests {
    private let world = APIWorld()

    @Test(arguments: ["/api/core/backups", "/api/core/backups/1", "/nowhere"])
    func `a preflight is granted without a token, to every origin`(path: String) {
        let response = world.respond(
            "OPTIONS", path, as: .nobody,
            headers: [
                "Origin": "https://app.example", "Access-Control-Request-Method": "delete",
                "Access-Control-Request-Headers": "authorization,x-a",
            ])

        #expect(response.status == .noContent)
        #expect(response.body.isEmpty)
        #expect(response.headers["Content-Type"] == nil)
        #expect(response.headers["Access-Control-Allow-Origin"] == "*")
        #expect(response.headers["Access-Control-Allow-Methods"] == "DELETE")
        #expect(response.headers["Access-Control-Allow-Headers"] == "authorization,x-a")
        #expect(response.headers["Access-Control-Max-Age"] == "0")
        #expect(response.headers["Access-Control-Allow-Credentials"] == nil)
        #expect(response.headers["Vary"] == "Access-Control-Request-Method, Access-Control-Request-Headers")
    }

    @Test func `OPTIONS that asks for no method is no preflight`() {
        let response = world.respond(
            "OPTIONS", "/api/core/backups", as: .nobody, headers: ["Origin": "https://app.example"])

        #expect(response.status == .ok)
        #expect(response.body.isEmpty)
        #expect(response.headers["Content-Type"] == nil)
        #expect(response.headers["Allow"] == "GET,HEAD,POST")
        #expect(response.headers["Vary"] == "Access-Control-Request-Method")
    }

    @Test func `another method that names one is no preflight`() {
        let response = world.respond(
            "DELETE", "/api/core/backups/1", as: .nobody, headers: ["Access-Control-Request-Method": "DELETE"])

        #expect(response.status == .unauthorized)
        #expect(response.headers["Access-Control-Allow-Origin"] == "*")
    }
}

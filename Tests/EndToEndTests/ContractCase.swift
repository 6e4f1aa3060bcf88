import FoundationEssentials
import TestSupport
import Testing

/// A recorded request and the answer it must get; `Tests/Data/contract` holds them.
struct ContractCase: Decodable, Sendable, CustomTestStringConvertible {
    struct Step: Decodable, Sendable {
        let sql: String?
        let method: String?
        let path: String?
        let auth: String?
    }

    struct Recorded: Decodable, Sendable {
        struct Repeated: Decodable, Sendable {
            let byte: String
            let count: Int
        }

        let method: String
        let path: String
        let headers: [[String]]
        let body: String?
        let bodyRepeat: Repeated?
    }

    struct Wanted: Decodable, Sendable {
        let status: Int
        let headers: [[String]]
        let body: String?
        let bodyBase64: String?
    }

    struct Effect: Decodable, Sendable {
        let sql: String
        let rows: [String]
    }

    let name: String
    let description: String
    let setupSql: [String]?
    let setupFilesBase64: [String: String]?
    let stepsBefore: [Step]?
    let request: Recorded
    let response: Wanted
    let volatile: [String]?
    let effects: [Effect]?
    let filesAfter: [String]?

    var testDescription: String { "\(name): \(description)" }

    /// Whether rows or files change before or in this case.
    var disturbs: Bool {
        setupSql != nil || setupFilesBase64 != nil || stepsBefore != nil || effects != nil || filesAfter != nil
            || !["GET", "HEAD", "OPTIONS"].contains(request.method)
    }

    static func all() throws -> [ContractCase] {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let folder = Fixture.folder + "/cases"
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map { name in
            try decoder.decode(ContractCase.self, from: Data(try Files.bytes(at: "\(folder)/\(name)")))
        }
    }
}

import BackupCore
import FoundationEssentials

/// What a hook is told of one create.
struct HookFacts: Encodable {
    let result: String
    let database: String
    let request: String?
    let user: UInt64?
    let seconds: Double
    let id: UInt64?
    let file: String?
    let bytes: Int64?
    let sqlBytes: Int64?
    let sha256: String?
    let provedAt: Date?
    let cause: String?
    let error: String?

    private enum CodingKeys: String, CodingKey {
        case result, database, request, user, seconds, id, file, bytes, sha256, cause, error
        case sqlBytes = "sql_bytes"
        case provedAt = "proved_at"
    }

    init(of outcome: BackupOutcome, database: String) {
        let (made, failure): (BackupOutcome.Made?, BackupError?) =
            switch outcome.result {
            case .success(let made): (made, nil)
            case .failure(let error): (nil, error)
            }
        result = made == nil ? "failure" : "success"
        self.database = database
        request = outcome.request
        user = outcome.userID
        seconds = outcome.seconds.inLog
        id = made?.backup.id
        file = made?.backup.fileName
        bytes = made?.dump.fileBytes
        sqlBytes = made?.dump.sqlBytes
        sha256 = made?.sha256
        provedAt = made?.provedAt
        cause = failure?.cause.rawValue
        error = failure?.description
    }

    /// One line, members in order; what is not known is left out.
    var json: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        // Numbers that are finite, texts and a date: there is nothing in it that has no form in JSON.
        guard let document = try? encoder.encode(self) else { preconditionFailure("the facts have a form in JSON") }
        return String(decoding: document, as: UTF8.self) + "\n"
    }
}

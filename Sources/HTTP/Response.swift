/// The statuses this service answers with (RFC 9110 §15; 507 is RFC 4918 §11.5).
package enum Status: Int, Sendable, CaseIterable {
    case ok = 200
    case created = 201
    case accepted = 202
    case noContent = 204
    case badRequest = 400
    case unauthorized = 401
    case forbidden = 403
    case notFound = 404
    case methodNotAllowed = 405
    case conflict = 409
    case unprocessableContent = 422
    case internalServerError = 500
    case serviceUnavailable = 503
    case insufficientStorage = 507

    package var reason: String {
        switch self {
        case .ok: "OK"
        case .created: "Created"
        case .accepted: "Accepted"
        case .noContent: "No Content"
        case .badRequest: "Bad Request"
        case .unauthorized: "Unauthorized"
        case .forbidden: "Forbidden"
        case .notFound: "Not Found"
        case .methodNotAllowed: "Method Not Allowed"
        case .conflict: "Conflict"
        case .unprocessableContent: "Unprocessable Content"
        case .internalServerError: "Internal Server Error"
        case .serviceUnavailable: "Service Unavailable"
        case .insufficientStorage: "Insufficient Storage"
        }
    }
}

/// One HTTP response, whole in memory: files are the web server's business.
package struct Response: Sendable, Equatable {
    package var status: Status
    package var headers: HeaderFields
    package var body: [UInt8]
    /// The route that answered, for figures, or nil where none did; it is not sent.
    package var route: String?
    /// What came into being, such as a backup's id, for the log; it is not sent.
    package var subject: String?

    package init(_ status: Status, headers: HeaderFields = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// A request as dio 5 sends it through dart:io.
///
/// dart:io keeps the headers in a hash map: their names are in lower case, in an order nobody can rely on. It asks for
/// gzip by itself, names no `Accept`, keeps the connection without saying so, and tells the length of nothing only
/// where the method is not GET, HEAD or DELETE. dio names a type only for a body.
struct DioCall: Sendable {
    var method: String
    /// What stands behind the base, with the query.
    var path: String
    var headers: [(name: String, value: String)] = []
    var body: String?

    init(_ method: String, _ path: String, _ headers: [(String, String)] = [], body: String? = nil) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }

    func bytes(below base: String, at host: String, order generator: inout some RandomNumberGenerator) -> [UInt8] {
        var fields = [
            ("user-agent", "Dart/3.5 (dart:io)"), ("accept-encoding", "gzip"), ("host", host),
        ]
        if let body {
            fields += [("content-type", "application/json"), ("content-length", "\(body.utf8.count)")]
        } else if !["GET", "HEAD", "DELETE"].contains(method) {
            fields += [("content-length", "0")]
        }
        fields += headers.map { ($0.name.lowercased(), $0.value) }
        let lines = fields.shuffled(using: &generator).map { "\($0): \($1)\r\n" }.joined()
        return Array("\(method) \(base)\(path) HTTP/1.1\r\n\(lines)\r\n\(body ?? "")".utf8)
    }
}

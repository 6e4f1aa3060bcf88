import TestSupport

/// An answer as dio 5 hands it to the app.
struct DioResponse {
    let status: Int
    /// By name in lower case; lines of one name are not folded.
    let headers: [String: [String]]
    /// The bytes of the body, which dart:io has inflated where `Content-Encoding` is gzip.
    let stream: [UInt8]

    init(_ answer: Answer) throws {
        status = answer.status
        headers = Dictionary(answer.headers.map { ($0.name.lowercased(), [$0.value]) }, uniquingKeysWith: +)
        let encodings = headers["content-encoding"] ?? []
        guard encodings.count <= 1 else { throw Unexpected("two values of content-encoding, at which dart:io throws") }
        stream = encodings == ["gzip"] ? try Self.inflated(answer.body) : answer.body
    }

    /// `headers.value(name)`, which throws where a header came twice.
    func value(_ name: String) throws -> String? {
        let values = headers[name] ?? []
        guard values.count <= 1 else { throw Unexpected("'\(name)' came with more than one value: \(values)") }
        return values.first
    }

    /// `data`, where the app has not asked for a certain kind: JSON where the type says so, else text; null for
    /// nothing.
    var data: JSONValue {
        get throws {
            let type = try value("content-type")?.prefix { $0 != ";" }
            guard type == "application/json" else { return .text(String(decoding: stream, as: UTF8.self)) }
            return stream.isEmpty ? .null : try JSONValue(parsing: stream)
        }
    }

    private static func inflated(_ bytes: [UInt8]) throws -> [UInt8] {
        let folder = try ScratchFolder()
        try Files.write(bytes, to: folder.path(of: "body.gz"))
        return try Program.succeed("gzip", ["-dc", folder.path(of: "body.gz")]).output
    }
}

/// What dio throws for a status that is not 2xx; the app reads the answer from it.
struct DioException: Error {
    let response: DioResponse

    /// `data['message']`.
    var message: String? { get throws { try response.data["message"].text } }
}

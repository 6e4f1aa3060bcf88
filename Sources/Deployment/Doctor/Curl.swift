import Posix

/// Requests to the site by the program curl, as a caller's.
struct Curl {
    let program: String

    /// A page of a list, or a piece of a file; a server that sends more is cut off.
    private static let limit = 1 << 20
    private static let patience = 20

    /// The answer to a request; the token goes by a descriptor, as command lines can be seen by others.
    ///
    /// - Throws: ``CurlError`` when there is none.
    func get(_ url: String, _ headers: [String] = [], token: String? = nil) throws(CurlError) -> SiteAnswer {
        var arguments = ["-q", "--silent", "--show-error", "--include", "--location", "--max-redirs", "3"]
        arguments += ["--proto", "=http,https", "--max-time", "\(Self.patience)", "--http1.1"]
        for header in headers { arguments += ["--header", header] }
        let isPlain = token?.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") } ?? true
        guard isPlain else { throw CurlError(reason: "BACKUP_TOKEN holds what no token does") }
        // Kept from other hosts that a redirect leads to, which curl does by itself for --oauth2-bearer.
        let secret = token.map { "oauth2-bearer = \"\($0)\"\n" } ?? ""
        if token != nil { arguments += ["--config", "/proc/self/fd/3"] }
        let told: ProgramOutput
        do throws(SystemError) {
            told = try ChildProcess.output(
                of: program, arguments + ["--", url], environment: ["LC_ALL": "C"], secret: secret, limit: Self.limit,
                atMost: .seconds(Self.patience + 2))
        } catch {
            throw CurlError(reason: "\(error)")
        }
        guard let answer = SiteAnswer(told.bytes) else {
            let words = told.errors.split(separator: "\n").first.map(String.init) ?? "no answer, \(told.status)"
            throw CurlError(reason: words)
        }
        return answer
    }
}

struct CurlError: Error {
    let reason: String
}

/// An answer as `curl --include` writes it, the last where there were redirects.
struct SiteAnswer: Equatable {
    let status: Int
    private let fields: [(name: String, value: String)]
    let body: [UInt8]

    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        var found: (status: Int, fields: [(String, String)])?
        // Headers of redirects and of 1xx answers stand before those that count.
        while rest.starts(with: Array("HTTP/".utf8)), let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) {
            let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
            let words = lines[0].split(separator: " ")
            guard words.count > 1, let status = Int(words[1]) else { return nil }
            let fields = lines.dropFirst().map { line -> (String, String) in
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                return (parts[0].lowercased(), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
            }
            found = (status, fields)
            rest = rest[end.upperBound...]
        }
        guard let found else { return nil }
        (status, fields, body) = (found.status, found.fields, Array(rest))
    }

    subscript(_ name: String) -> String? { fields.first { $0.name == name.lowercased() }?.value }

    /// Whether the body is JSON, as the worker's answers and those in its place are.
    var isJSON: Bool { self["Content-Type"]?.hasPrefix("application/json") == true }
    /// A front end's page for every unknown path, say.
    var isHTML: Bool { self["Content-Type"]?.hasPrefix("text/html") == true }

    static func == (one: SiteAnswer, other: SiteAnswer) -> Bool {
        one.status == other.status && one.body == other.body && one.fields.elementsEqual(other.fields, by: ==)
    }
}

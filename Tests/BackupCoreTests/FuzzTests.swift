import BackupCore
import Digest
import FoundationEssentials
import TestSupport
import Testing

/// What holds of names, tokens and manifests whatever comes from outside.
@Suite struct FuzzTests {
    private static let data = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Data"
    private static let headerWords = [
        "Bearer ", "bearer ", "BEARER ", "Bearer", "bEaReR\t", "Basic ", "1", "0", "007", "18446744073709551616", "|",
        ",",
        " ", "\"", "abc", "é", "\u{301}", "\0", "\r\n", "١", "+1", "-1", "0x1",
    ]

    /// What Laravel and Sanctum take for a token, said as unlike the parser as can be: the bytes of its id and its
    /// secret.
    private func token(in header: String) -> (id: [UInt8]?, secret: [UInt8])? {
        let bytes = Array(header.utf8)
        let lowered = bytes.map { (0x41...0x5A).contains($0) ? $0 + 32 : $0 }
        guard let start = lowered.indices.last(where: { lowered[$0...].starts(with: "bearer ".utf8) }) else {
            return nil
        }
        let text = bytes[(start + 7)...].split(separator: 0x2C, maxSplits: 1, omittingEmptySubsequences: false)[0]
        let parts = text.split(separator: 0x7C, maxSplits: 1, omittingEmptySubsequences: false)
        guard let secret = parts.last, ![[], [0x30]].contains(secret) else { return nil }
        return (parts.count == 2 ? Array(parts[0]) : nil, Array(secret))
    }

    @Test func `a token is taken from a header only as Laravel takes it`() throws {
        try Fuzz.run("tokens", cases: 1500) { fuzz in
            let header = fuzz.text(of: Self.headerWords, upTo: 12)

            let found = AccessToken(authorization: header)

            let wanted = token(in: header)
            let digits = wanted.flatMap(\.id).map { String(decoding: $0, as: UTF8.self) }
            let id = digits.flatMap { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt64($0) : nil }
            let isToken = wanted != nil && (digits == nil || id != nil)
            try fuzz.check(
                (found != nil) == isToken, "\(found == nil ? "refused" : "taken"): \(header.debugDescription)")
            guard let found, let secret = wanted?.secret else { return }
            try fuzz.check(found.id == id, "another id in \(header.debugDescription)")
            let hash = SHA256.hex(of: String(decoding: secret, as: UTF8.self))
            try fuzz.check(found.matches(hash), "another secret in \(header.debugDescription)")
        }
    }

    @Test func `no header like those the contract refuses gives the owner's token`() throws {
        let owner = try JSONValue(parsing: Files.bytes(at: Self.data + "/contract/tokens.json"))["owner"]
        let (plain, hash) = (try #require(owner["plain"].text), try #require(owner["sha256"].text))
        let folder = Self.data + "/contract/cases"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix("auth_") }
            .sorted()
        let refused = try files.compactMap { file -> String? in
            let recorded = try JSONValue(parsing: Files.bytes(at: "\(folder)/\(file)"))
            let header = recorded["request"]["headers"].items.first { $0.items.first?.text == "Authorization" }
            guard recorded["response"]["status"].integer == 401 else { return nil }
            return header?.items.last?.text?.replacing("{{owner}}", with: plain)
                .replacing("{{owner.secret}}", with: plain.dropFirst(2))
        }
        #expect(refused.count > 10)
        func isOwner(_ header: String) -> Bool {
            AccessToken(authorization: header).map { ($0.id == nil || $0.id == 1) && $0.matches(hash) } ?? false
        }
        for header in refused { #expect(!isOwner(header), "\(header)") }

        try Fuzz.run("contract tokens", cases: 600) { fuzz in
            let header = String(
                decoding: fuzz.mutated(Array(fuzz.pick(refused).utf8), with: Self.headerWords), as: UTF8.self)
            guard isOwner(header) else { return }
            // A mutation may mend what was wrong; then all that a good header has is there.
            let secret = plain.dropFirst(2)
            let good = token(in: header).map { String(decoding: $0.secret, as: UTF8.self) == secret } ?? false
            try fuzz.check(good, "taken: \(header.debugDescription)")
        }
    }

    @Test func `a name leads nowhere else and is what it says`() throws {
        let words = [
            "backups/", "/", ".", "..", "\0", "backup_2026-02-23_143000.sql.gz", "a", "é", "\u{301}", "\n", "2", "_",
        ]
        try Fuzz.run("names", cases: 1500) { fuzz in
            let text = fuzz.text(of: words, upTo: 8)

            if let name = StoredName(text) {
                let isOne = !text.utf8.contains(0x2F) && !text.utf8.contains(0) && text.utf8.first != 0x2E
                try fuzz.check(isOne && name.description.utf8.elementsEqual(text.utf8), text.debugDescription)
                try fuzz.check(StoredName(path: name.path) == name, "another way back from \(text.debugDescription)")
                if BackupName(name) != nil { try fuzz.check(text.utf8.count == 31, text.debugDescription) }
            }
            if let name = StoredName(path: text) {
                try fuzz.check(name.path.utf8.elementsEqual(text.utf8), "another path: \(text.debugDescription)")
            }
        }
    }
}

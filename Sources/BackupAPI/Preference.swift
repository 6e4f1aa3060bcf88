import HTTP

/// What a client would like, in its header `Prefer` (RFC 7240).
enum Preference {
    /// Whether an answer is wanted before the work is done (§4.1).
    ///
    /// Names compare without regard to case; parameters change nothing, a value makes it something else.
    static func respondsAsync(_ headers: HeaderFields) -> Bool {
        let values = headers.fields.filter { $0.name.lowercased() == "prefer" }.map(\.value)
        return values.flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }.contains { preference in
            let word = preference.prefix { $0 != UInt8(ascii: ";") }
            return String(decoding: word.filter { !" \t".utf8.contains($0) }, as: UTF8.self).lowercased()
                == "respond-async"
        }
    }
}

import HTTP

extension JSON.Member {
    /// What a caller is told; nothing else makes such a member.
    static func message(_ message: CallerMessage, in language: Language) -> JSON.Member {
        JSON.Member(name: "message", value: .text(message.text(in: language)))
    }
}

extension Response {
    /// A JSON answer with the headers that all answers of the ERP bear.
    init(_ status: Status, json: JSON) {
        self.init(
            status, headers: ["Content-Type": "application/json", "Cache-Control": "no-cache, private"],
            body: json.encoded)
    }

    /// An answer that tells the caller something in his language.
    ///
    /// `Content-Language` is there where the ERP's own answers are not alike. No `Vary`: nothing of it is kept by any
    /// cache without asking again, and what was recorded has none.
    init(_ status: Status, in language: Language, _ members: JSON.Member...) {
        self.init(status, json: .object(members))
        if language != .english { headers["Content-Language"] = language.rawValue }
    }

    init(_ status: Status, message: CallerMessage, in language: Language) {
        self.init(status, in: language, .message(message, in: language))
    }
}

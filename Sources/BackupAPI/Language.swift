import HTTP

/// A language in which callers are told something.
enum Language: String, CaseIterable {
    case english = "en"
    case arabic = "ar"

    /// The language that a request is answered in: Arabic for who likes it better than English, else English.
    init(of request: Request) { self.init(accepting: request.headers["Accept-Language"]) }

    /// Chooses by the value of `Accept-Language` (RFC 9110 §12.5.4).
    ///
    /// A range that is longer than what there is stands for it (RFC 4647 §3.4): who asks for `ar-EG` reads `ar`. Of
    /// equal weights the first counts, as most clients mean it. A value that breaks the grammar says nothing.
    init(accepting value: String?) {
        self = .english
        guard let value, let ranges = LanguageRange.list(value), let arabic = ranges.best(for: .arabic) else { return }
        guard let english = ranges.best(for: .english) else {
            self = .arabic
            return
        }
        if (arabic.weight, english.position) > (english.weight, arabic.position) { self = .arabic }
    }
}

extension String {
    /// At most so many columns of a terminal: beyond ASCII a sign is taken for two wide.
    var columns: Int { unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 2) } }

    func cut(toColumns limit: Int) -> String {
        var (text, width) = (String.UnicodeScalarView(), 0)
        for scalar in unicodeScalars {
            width += scalar.isASCII ? 1 : 2
            if width > limit { break }
            text.append(scalar)
        }
        return String(text)
    }
}

import TestSupport

/// What README shows for others to use.
enum Readme {
    /// The indented lines of a chapter, as somebody copies them.
    static func code(of chapter: String) throws -> String {
        let lines = try Files.text(at: Stack.repository + "/README.md").parts(separatedBy: "\n")
        guard let start = lines.firstIndex(where: { $0.drop { $0 == "#" } == " " + chapter }) else {
            throw Unexpected("README has no chapter '\(chapter)'")
        }
        let chapter = lines[(start + 1)...].prefix { !$0.hasPrefix("#") }
        let code = chapter.filter { $0.hasPrefix("    ") || $0.isEmpty }.map { String($0.dropFirst(4)) }
        return code.joined(separator: "\n") + "\n"
    }
}

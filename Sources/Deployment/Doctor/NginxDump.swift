import Glibc

/// An nginx's whole configuration, from what `nginx -T` prints: each file once, behind a line that names it.
struct NginxDump {
    let directives: [NginxDirective]

    private static let mark = "# configuration file "

    /// Nil when the text names no file.
    init?(_ text: String) {
        var files: [(path: String, text: String)] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix(Self.mark), line.hasSuffix(":") {
                files.append((String(line.dropFirst(Self.mark.count).dropLast()), ""))
            } else if !files.isEmpty {
                files[files.count - 1].text += line + "\n"
            }
        }
        guard let main = files.first else { return nil }
        let folder = main.path.lastIndex(of: "/").map { String(main.path[...$0]) } ?? ""
        let parsed = files.map { ($0.path, NginxDirective.parse($0.text)) }
        directives = Self.expand(parsed[0].1, in: folder, from: parsed, depth: 0)
    }

    /// Puts files in the place of the `include` lines that name them; relative names are below the main file's folder.
    private static func expand(
        _ block: [NginxDirective], in folder: String, from files: [(path: String, directives: [NginxDirective])],
        depth: Int
    ) -> [NginxDirective] {
        // Files that include each other nginx itself refuses.
        guard depth < 16 else { return [] }
        return block.flatMap { directive -> [NginxDirective] in
            if directive.name == "include", let name = directive.arguments.first {
                let pattern = name.hasPrefix("/") ? name : folder + name
                return files.filter { fnmatch(pattern, $0.path, FNM_PATHNAME | FNM_PERIOD) == 0 }.flatMap {
                    expand($0.directives, in: folder, from: files, depth: depth + 1)
                }
            }
            let inner = directive.block.map { expand($0, in: folder, from: files, depth: depth + 1) }
            return [NginxDirective(name: directive.name, arguments: directive.arguments, block: inner)]
        }
    }
}

/// A location, with the blocks around it, from the inside out.
struct NginxLocation {
    /// Without its modifier.
    let path: String
    private let blocks: [[NginxDirective]]

    /// All locations of all servers in `directives`.
    static func all(in directives: [NginxDirective]) -> [NginxLocation] {
        NginxDirective.all("http", in: directives).compactMap(\.block).flatMap { http in
            NginxDirective.all("server", in: http).compactMap(\.block).flatMap { all(in: $0, within: [$0, http]) }
        }
    }

    private static func all(in block: [NginxDirective], within outer: [[NginxDirective]]) -> [NginxLocation] {
        NginxDirective.all("location", in: block).flatMap { location -> [NginxLocation] in
            guard let inner = location.block, let path = location.arguments.last else { return [] }
            return [NginxLocation(path: path, blocks: [inner] + outer)] + all(in: inner, within: [inner] + outer)
        }
    }

    func holds(_ name: String) -> Bool { !NginxDirective.all(name, in: blocks[0]).isEmpty }

    /// What holds in the location: its own word, else that of the innermost block around it that has one.
    func value(of name: String) -> [String]? {
        for block in blocks {
            if let directive = NginxDirective.all(name, in: block).last { return directive.arguments.map(resolved) }
        }
        return nil
    }

    /// A text with the variables put in that `set` gives a value to.
    private func resolved(_ text: String) -> String {
        var text = text
        for directive in blocks.flatMap({ NginxDirective.all("set", in: $0) }) where directive.arguments.count == 2 {
            text = text.replacing(directive.arguments[0], with: directive.arguments[1])
        }
        return text
    }
}

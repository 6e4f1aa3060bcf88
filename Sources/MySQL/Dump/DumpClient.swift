import Glibc
package import Posix

/// The program that writes the dump: MySQL's `mysqldump` or MariaDB's.
package struct DumpClient: Sendable, Equatable {
    package enum Flavor: Sendable { case mysql, mariadb }

    /// Absolute.
    package let path: String
    /// What `--version` says, on one line.
    package let version: String
    package let flavor: Flavor

    package init(path: String, version: String) {
        self.path = path
        self.version = version
        flavor = version.contains("MariaDB") || version.contains("mariadb") ? .mariadb : .mysql
    }

    /// Where to look for a program that no setting names: MariaDB's goes by its own name first, as the old one draws a
    /// complaint from its later versions.
    static let names = ["mariadb-dump", "mysqldump"]

    /// Finds the program and asks its version.
    ///
    /// - Throws: ``SystemError`` when it is not there, cannot be run, or is no dump program.
    package static func find(
        _ path: String?, searching folders: [String]
    ) throws(SystemError) -> DumpClient {
        try find(path, named: names, searching: folders)
    }

    /// Finds one of the server's client programs and asks its version.
    static func find(
        _ path: String?, named names: [String], searching folders: [String]
    ) throws(SystemError) -> DumpClient {
        let candidates = path.map { [$0] } ?? names.flatMap { name in folders.map { "\($0)/\(name)" } }
        guard let found = candidates.first(where: { access($0, X_OK) == 0 }) else {
            throw SystemError("find", path ?? names.joined(separator: "' or '"), code: ENOENT)
        }
        let version = try output(of: found, ["--version"])
        guard version.contains("Ver ") || version.contains("Distrib") || version.contains(" from ") else {
            throw SystemError("ask the version of", found, code: ENOEXEC)
        }
        return DumpClient(path: found, version: version.split(separator: "\n").first.map(String.init) ?? version)
    }

    private static func output(of program: String, _ arguments: [String]) throws(SystemError) -> String {
        let pipe = try Pipe()
        let nothing = try MemoryFile(named: "nothing", holding: "")
        var process = try ChildProcess(
            running: program, arguments: arguments, environment: DumpOptions.environment, output: pipe.writing,
            errors: nothing.descriptor, secret: nothing.descriptor)
        let reading = pipe.closeWriting()
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while text.count < 64 * 1024, !Wait(for: [reading.rawValue], atMost: .seconds(10)).ready.isEmpty {
            let count = try buffer.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
                try reading.read(into: UnsafeMutableRawBufferPointer(buffer), named: program)
            }
            if count == 0 { break }
            text += buffer[..<count]
        }
        _ = process.terminate()
        return String(decoding: text, as: UTF8.self)
    }
}

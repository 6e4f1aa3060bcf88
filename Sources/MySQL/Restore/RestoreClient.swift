package import Posix

/// The program that runs the text of a dump: MySQL's `mysql` or MariaDB's.
package struct RestoreClient: Sendable, Equatable {
    let program: DumpClient

    /// Absolute.
    package var path: String { program.path }
    /// What `--version` says, on one line.
    package var version: String { program.version }

    package init(path: String, version: String) { program = DumpClient(path: path, version: version) }

    /// Finds the program and asks its version; one that no setting names is looked for beside the dump program first,
    /// by the name that goes with it.
    ///
    /// - Throws: ``SystemError`` when it is not there, cannot be run, or is no client program.
    package static func find(
        _ path: String?, beside dump: DumpClient, searching folders: [String]
    ) throws(SystemError) -> RestoreClient {
        let folder = dump.path.lastIndex(of: "/").map { String(dump.path[..<$0]) } ?? ""
        let names = dump.flavor == .mariadb ? ["mariadb", "mysql"] : ["mysql", "mariadb"]
        do throws(SystemError) {
            let found = try DumpClient.find(path, named: names, searching: [folder])
            return RestoreClient(path: found.path, version: found.version)
        } catch {
            guard path == nil else { throw error }
            let found = try DumpClient.find(nil, named: names, searching: folders)
            return RestoreClient(path: found.path, version: found.version)
        }
    }

    /// How it is called; `--binary-mode` makes it read the text as bytes, and heed none of its own commands in it but
    /// `delimiter` and `charset`.
    func arguments(for database: String) -> [String] {
        [
            OptionFile.argument, "--batch", "--binary-mode", "--default-character-set=utf8mb4",
            "--max-allowed-packet=1G", "--unbuffered", "--skip-column-names", "--skip-auto-rehash",
            // A session that was lost has lost what the text set up for it.
            "--loose-skip-reconnect", "--local-infile=0", "--", database,
        ]
    }
}

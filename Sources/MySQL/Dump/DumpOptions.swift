/// How the dump program is called: arguments, environment, and the option file that carries the password.
struct DumpOptions: Sendable, Equatable {
    let server: DatabaseServer
    let client: DumpClient
    /// What is asked of the program: ``options(for:)``.
    let options: [String]

    var arguments: [String] { [OptionFile.argument] + options + ["--", server.database] }

    /// The options the service always uses; the first three are the promise, the others make a dump complete or
    /// possible.
    static func options(for contents: DatabaseContents) -> [String] {
        var options = ["--single-transaction", "--routines", "--triggers"]
        if !contents.census[.events].isEmpty { options.append("--events") }
        // A default that takes the next number of a sequence fails to load while its table alone is locked.
        if !contents.census[.sequences].isEmpty { options.append("--skip-add-locks") }
        return options + values(history: contents.hasHistory)
    }

    /// The options that write the rows alone, with their values as ``options(for:)`` has them.
    static func rows(history: Bool) -> [String] {
        ["--single-transaction", "--quick", "--no-create-info", "--skip-triggers"] + values(history: history)
    }

    /// How values are written, and what makes that possible.
    private static func values(history: Bool) -> [String] {
        let options = history ? ["--loose-dump-history"] : []
        return options + [
            "--hex-blob", "--default-character-set=utf8mb4", "--max-allowed-packet=1G",
            // The privilege PROCESS is not needed for what does not belong to the database.
            "--no-tablespaces",
            // Only some clients know these two; `--loose-` lets the others pass over them.
            "--loose-column-statistics=0", "--loose-set-gtid-purged=OFF",
        ]
    }

    static let environment = OptionFile.environment

    var optionFile: String { OptionFile(server: server, flavor: client.flavor).text }
}

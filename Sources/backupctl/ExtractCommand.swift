import BackupAPI
import BackupCore
import Deployment
import Glibc

/// `extract`: one table out of a backup.
struct ExtractCommand: Command {
    private static let output = Option("--output", "FILE", help: "write it to FILE (default: standard output)")
    private static let force = Option("--force", help: "replace FILE where it is there already")

    static let synopsis = Synopsis(
        name: "extract", operands: "ID|FILE TABLE", summary: "write one table of a backup as a .sql.gz",
        details: """
            Reads only what the table takes in the file. It makes the table, with its rows and triggers, where it is fed to
            mysql; FILE is there whole or not at all.
            """,
        options: [output, force])

    let writes = false
    let choice: Choice
    let operand: String
    let table: String
    let path: String?
    let replaces: Bool

    init(_ arguments: Arguments) throws(UsageError) {
        let operands = try arguments.operands(["ID|FILE", "TABLE"])
        (operand, table) = (operands[0], operands[1])
        choice = try Choice(operand)
        path = arguments.value(of: Self.output)
        replaces = arguments.has(Self.force)
        if path == nil, arguments.has(.json) {
            throw UsageError("'--json' needs '--output': standard output is for one of them")
        }
        if path == nil, replaces { throw UsageError("'--force' needs '--output'") }
        if path?.isEmpty == true || path?.hasSuffix("/") == true {
            throw UsageError("option '--output' needs the name of a file")
        }
    }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        guard let path else {
            guard isatty(STDOUT_FILENO) == 0 else {
                throw .outputFailed(
                    reason: "it is compressed, and standard output is a terminal\nhint: --output FILE, or a pipe")
            }
            _ = try extract(at: desk, into: desk.output)
            return ExitCode.success
        }
        let file = try OutputFile(at: path, replacing: replaces)
        defer { file.discard() }
        let sqlBytes = try extract(at: desk, into: file)
        try file.commit()
        if desk.wantsJSON {
            try desk.output.write([
                "id": .text(operand), "table": .text(table), "output": .text(path), "sql_bytes": .integer(sqlBytes),
            ])
        }
        return ExitCode.success
    }

    private func extract(at desk: Desk, into sink: any ByteSink) throws(BackupError) -> Int64 {
        try desk.deployment.extractor.extract(table, of: desk.backup(choice), into: sink)
    }
}

import Posix
import TestSupport
import Testing

/// The shipped `backupctl`, on the site's database and folder.
struct OperatorTool {
    let site: Site
    let program: String
    private let secret: String

    init(of site: Site) throws {
        self.site = site
        program = site.stack.worker.parts(separatedBy: "/").dropLast().joined(separator: "/") + "/backupctl"
        secret = try site.stack.setting("DB_PASSWORD")
    }

    private func arguments(_ given: [String]) -> [String] {
        ["--env-file", site.stack.directory + "/backupd.env"] + given
    }

    private func environment(_ given: [String: String]) -> [String: String] {
        ["BACKUP_MYSQLDUMP": site.gate.program].merging(given) { _, given in given }
    }

    /// Runs a command to its end; whatever it is, the password is not told.
    func run(_ given: String..., settings: [String: String] = [:]) throws -> Finished {
        try run(given, settings: settings)
    }

    private func run(_ given: [String], settings: [String: String]) throws -> Finished {
        let finished = try Program.run(program, arguments(given), environment: environment(settings))
        #expect(!finished.text.contains(secret) && !finished.errors.contains(secret), "\(given)")
        if given.first == "create", finished.status == .exited(0) { try prove(finished.text) }
        return finished
    }

    /// Runs a command that has to succeed and to print one line, and takes it apart.
    func row(_ given: String...) throws -> [String] {
        let finished = try run(given, settings: [:])
        let lines = finished.text.split(separator: "\n")
        guard finished.status == .exited(0), lines.count == 1 else {
            throw Unexpected("\(finished.status) \(finished.text)\(finished.errors)")
        }
        return lines[0].split(separator: "\t").map(String.init)
    }

    /// Proves the backup that a row of the tool tells of: id, time, bytes, file.
    private func prove(_ row: String) throws {
        guard let name = row.split(separator: "\t").last else { throw Unexpected("a create that tells of nothing") }
        try site.stack.proof.check(String(name.dropLast()))
    }

    /// Runs a command that has to succeed with one document.
    func document(_ given: String..., settings: [String: String] = [:]) throws -> JSONValue {
        let finished = try Program.run(program, arguments(given + ["--json"]), environment: environment(settings))
        guard finished.status == .exited(0) else { throw Unexpected("\(given): \(finished.status) \(finished.errors)") }
        let document = try JSONValue(parsing: finished.output)
        if given.first == "create", let name = document["backup"]["filename"].text { try site.stack.proof.check(name) }
        return document
    }

    /// Starts a command beside the test.
    func start(_ given: String...) throws -> Service {
        let log = site.stack.folder + "/backupctl.log"
        try Files.write("", to: log)
        return try Service(program, arguments(given), environment: environment([:]), log: log)
    }

    /// Starts a command on a terminal of 100 columns; the log is what it shows.
    func startOnTerminal(_ given: String...) throws -> Service {
        let command = ([program] + arguments(given)).map { "'\($0)'" }.joined(separator: " ")
        let log = site.stack.folder + "/terminal.log"
        try Files.write("", to: log)
        return try Service(
            "script", ["-qec", "stty cols 100; exec \(command)", "/dev/null"], environment: environment([:]), log: log)
    }
}

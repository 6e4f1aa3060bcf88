import BackupAPI
import BackupCore
import Deployment
import Glibc
import Posix

/// `doctor`: looks at everything a backup hangs on, and names the remedy of what is wrong.
struct DoctorCommand: Command {
    private static let nginx = Option(
        "--nginx", "FILE", help: "what 'sudo nginx -T' printed, - for standard input (default: nginx -T is asked)")

    static let synopsis = Synopsis(
        name: "doctor", summary: "look at database, rights, dump program, folder, nginx and clocks, and name remedies",
        details: """
            Changes no backup and no row. Prints a line for each thing: 'ok', 'warn' (it works, or could not be looked at) or 'fail', what
            was looked at, what was seen, and below it a hint. The site is asked by curl at BACKUP_URL, else APP_URL; with
            BACKUP_TOKEN in the environment a piece of the newest backup is fetched, too. Run it as the worker's account.
            Exit status 0 when nothing failed, 1 when something did, 78 when the settings are wrong.
            """,
        options: [nginx])

    let writes = false
    private let nginxDump: String?

    init(_ arguments: Arguments) throws(UsageError) {
        _ = try arguments.operands([])
        do throws(SystemError) {
            nginxDump = try arguments.value(of: Self.nginx).map { file throws(SystemError) in try Self.text(of: file) }
        } catch {
            throw UsageError("what '--nginx' names cannot be read: \(error)")
        }
    }

    private static func text(of file: String) throws(SystemError) -> String {
        guard file == "-" else { return try FileDescriptor(opening: file, flags: O_RDONLY).text(named: file) }
        // Another account's pipe could not be opened anew by its name.
        let copy = dup(STDIN_FILENO)
        guard copy >= 0 else { throw SystemError("dup", "standard input") }
        return try FileDescriptor(owning: copy).text(named: "standard input")
    }

    func run(at desk: Desk) throws(BackupError) -> Int32 {
        let doctor = Doctor(for: desk.deployment, nginxDump: nginxDump, path: Environment.variables["PATH"])
        var seen: [Observation] = []
        try doctor.examine { observation throws(BackupError) in
            seen.append(observation)
            if !desk.wantsJSON { try desk.output.write(observation) }
        }
        if desk.wantsJSON { try desk.output.write(Self.document(seen)) }
        return seen.contains { $0.level == .fail } ? ExitCode.failure : ExitCode.success
    }

    func tell(_ error: ConfigurationError, wantsJSON: Bool) throws(BackupError) {
        if wantsJSON { return try Output().write(Self.document(error.observations)) }
        for observation in error.observations { try Output().write(observation) }
    }

    private static func document(_ observations: [Observation]) -> JSON {
        let worst = ["fail", "warn", "ok"].first { level in observations.contains { $0.level.rawValue == level } }
        return [
            "level": JSON(worst),
            "observations": .array(
                observations.map {
                    [
                        "level": .text($0.level.rawValue), "subject": .text($0.subject), "seen": .text($0.seen),
                        "hint": JSON($0.hint),
                    ]
                }),
        ]
    }
}

extension Output {
    /// Writes a line, and the remedy below it.
    fileprivate func write(_ observation: Observation) throws(BackupError) {
        let seen = observation.seen.split(separator: "\n").map { String($0).printable }.joined(separator: "; ")
        var text = "\(observation.level.rawValue)\t\(observation.subject)\t\(seen)\n"
        if let hint = observation.hint { text += "\thint: \(hint.printable)\n" }
        try write(Array(text.utf8).span.bytes)
    }
}

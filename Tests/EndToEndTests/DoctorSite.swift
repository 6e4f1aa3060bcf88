import Glibc
import Posix
import TestSupport
import Testing

/// A site that is well, with one proved backup, for faults to be planted in.
final class DoctorSite {
    let site: Site
    let tool: OperatorTool
    /// The one backup's file.
    let backup: String
    /// What the tool is told beside its `.env`; faults may change it.
    var settings: [String: String]
    /// Commands that run before the tool, in a mount namespace of its own.
    var mounts: String?
    /// What `nginx -T` printed.
    private var nginxDump: String
    private var nginx: Service?

    /// Whether this machine lets a test have mounts of its own.
    static let canMount = (try? Program.run("unshare", ["-m", "true"]).status) == .exited(0)

    init() throws {
        site = try Site.restored()
        site.disturb()
        try site.stack.sql("DELETE FROM database_backups")
        tool = try OperatorTool(of: site)
        backup = try tool.row("create")[3]
        settings = [
            "BACKUP_URL": "http://\(site.stack.web.address)", "BACKUP_TOKEN": site.stack.token,
            "BACKUP_MYSQLDUMP": site.gate.program,
        ]
        nginxDump = "\(site.stack.folder)/nginx.txt"
        try dump("\(site.stack.directory)/nginx/nginx.conf")
    }

    private func dump(_ configuration: String) throws {
        try Files.write(try Program.succeed("nginx", ["-T", "-c", configuration]).text, to: nginxDump)
    }

    /// Puts an nginx in front whose shipped file has been changed.
    func editNginx(replacing text: String, with other: String) throws {
        let folder = "\(site.stack.folder)/doctor"
        let stack = "\(site.stack.directory)/nginx"
        try Program.succeed("mkdir", ["-p", folder])
        let shipped = try Files.text(at: "\(stack)/backupd.conf")
        let edited = shipped.replacing(text, with: other)
        #expect(edited != shipped, "'\(text)' is in the shipped file")
        try Files.write(edited, to: "\(folder)/backupd.conf")
        let port = try Vhost.freePort()
        let main = try Files.text(at: "\(stack)/nginx.conf")
            .replacing("\(stack)/backupd.conf", with: "\(folder)/backupd.conf")
            .replacing("\(stack)/nginx.pid", with: "\(folder)/nginx.pid")
            .replacing(site.stack.web.address, with: "127.0.0.1:\(port)")
        try Files.write(main, to: "\(folder)/nginx.conf")
        let user = geteuid() == 0 ? ["-g", "user root;"] : []
        let service = try Service("nginx", ["-c", "\(folder)/nginx.conf"] + user, log: "\(folder)/error.log")
        nginx = service
        try eventually("nginx listens on port \(port)") {
            if service.hasEnded { throw Unexpected(try Files.text(at: service.log)) }
            return (try? WebClient(port: port).call("GET", "/")) != nil
        }
        settings["BACKUP_URL"] = "http://127.0.0.1:\(port)"
        try dump("\(folder)/nginx.conf")
    }

    /// Runs the doctor.
    func examine() throws -> (status: Posix.ExitStatus, observations: [JSONValue]) {
        let arguments = [
            "--env-file", site.stack.directory + "/backupd.env", "doctor", "--json", "--nginx", nginxDump,
        ]
        let finished =
            if let mounts {
                try Program.run(
                    "unshare", ["-m", "sh", "-ec", "\(mounts); exec \"$@\"", "sh", tool.program] + arguments,
                    environment: settings)
            } else {
                try Program.run(tool.program, arguments, environment: settings)
            }
        let secrets = [try site.stack.setting("DB_PASSWORD"), site.stack.token]
        #expect(secrets.allSatisfy { !finished.text.contains($0) && !finished.errors.contains($0) })
        guard let document = try? JSONValue(parsing: finished.output) else {
            throw Unexpected("\(finished.status) \(finished.text)\(finished.errors)")
        }
        guard case .array(let observations) = document["observations"] else { throw Unexpected(finished.text) }
        return (finished.status, observations)
    }
}

import Glibc
import TestSupport

/// Something that is wrong with a site, and what the doctor must say of it.
struct PlantedFault: Sendable, CustomStringConvertible {
    let description: String
    /// What was looked at, and parts of what was seen and of the remedy.
    let subject: String
    let seen: String
    let hint: String
    var status: Int32 = 1
    var needsMounts = false
    var needsRoot = false
    let plant: @Sendable (DoctorSite) throws -> Void
    var mend: @Sendable (DoctorSite) throws -> Void = { _ in }

    var canBePlanted: Bool { (!needsMounts || DoctorSite.canMount) && (!needsRoot || geteuid() == 0) }

    static let all = database + programs + folders + web + times + backups

    private static let database =
        [
            PlantedFault(
                description: "a column is missing", subject: "schema", seen: "'database_backups.size_bytes'",
                hint: "php artisan migrate",
                plant: { try $0.site.stack.sql("ALTER TABLE database_backups RENAME COLUMN size_bytes TO size") },
                mend: { try $0.site.stack.sql("ALTER TABLE database_backups RENAME COLUMN size TO size_bytes") }),
            PlantedFault(
                description: "the password is wrong", subject: "database", seen: "Access denied",
                hint: "DB_USERNAME and DB_PASSWORD right",
                plant: { $0.settings["DB_PASSWORD"] = "wrong" }),
            PlantedFault(
                description: "the server is down", subject: "database", seen: "[2002]",
                hint: "is the database server running", plant: { $0.settings["DB_SOCKET"] = "/nonexistent.sock" }),
        ]
        + ["EVENT", "TRIGGER", "SELECT"].map { right in
            PlantedFault(
                description: "\(right) is revoked", subject: "rights", seen: "may not see everything", hint: right,
                plant: { try $0.grant("REVOKE \(right)", "FROM") }, mend: { try $0.grant("GRANT \(right)", "TO") })
        } + [
            PlantedFault(
                description: "DELETE is revoked", subject: "writing", seen: "DELETE ON database_backups",
                hint: "GRANT SELECT, INSERT, UPDATE, DELETE",
                plant: { try $0.grant("REVOKE DELETE", "FROM") }, mend: { try $0.grant("GRANT DELETE", "TO") })
        ]

    private static let programs = [
        PlantedFault(
            description: "the dump program is not there", subject: "configuration",
            seen: "BACKUP_MYSQLDUMP leads to no dump program", hint: "install mariadb-client or mysql-client",
            status: 78,
            plant: { $0.settings["BACKUP_MYSQLDUMP"] = "/nonexistent/mysqldump" }),
        PlantedFault(
            description: "the dump program does not know an option", subject: "dump", seen: "unknown",
            hint: "is BACKUP_MYSQLDUMP the intended one",
            plant: { world in
                let program = world.site.stack.folder + "/strange-dump"
                let script = """
                    #!/bin/sh
                    case $1 in --version) ;; *) first=$1; shift; set -- "$first" --no-such-option "$@" ;; esac
                    exec \(world.site.gate.program) "$@"
                    """
                try Files.write(script, to: program, mode: 0o700)
                world.settings["BACKUP_MYSQLDUMP"] = program
            }),
        PlantedFault(
            description: "the worker does not run", subject: "worker", seen: "No such file",
            hint: "systemctl start backupd",
            plant: { $0.settings["BACKUP_LISTEN"] = "unix:\($0.site.stack.folder)/nobody.sock" }),
    ]
}

extension DoctorSite {
    /// Changes a right of the worker's account on the database.
    func grant(_ what: String, _ direction: String) throws {
        let account = try site.stack.setting("DB_USERNAME")
        let database = site.stack.database.replacing("_", with: "\\_")
        try site.stack.sql("\(what) ON `\(database)`.* \(direction) '\(account)'@'localhost'")
    }
}

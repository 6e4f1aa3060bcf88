import Glibc
import TestSupport

extension PlantedFault {
    static let folders = [
        PlantedFault(
            description: "the file system is read-only", subject: "configuration", seen: "Read-only file system",
            hint: "must be able to write", status: 78, needsMounts: true,
            plant: { world in
                let folder = world.site.stack.storage
                let root = folder.parts(separatedBy: "/").dropLast().joined(separator: "/")
                world.mounts = "mount --bind \(root) \(root); mount -o remount,ro,bind \(root)"
            }),
        PlantedFault(
            description: "the file system is nearly full", subject: "room", seen: "does not fit",
            hint: "free some space", needsMounts: true,
            plant: { $0.mounts = "mount -t tmpfs -o size=16k,mode=0700 tmpfs \($0.site.stack.storage)" }),
        PlantedFault(
            description: "the folder is another account's", subject: "owner", seen: "belongs to nobody",
            hint: "chown -R root", needsRoot: true,
            plant: { chown($0.site.stack.storage, 65534, 65534) }, mend: { chown($0.site.stack.storage, 0, 0) }),
        PlantedFault(
            description: "anybody may write into the folder", subject: "mode", seen: "777: anybody",
            hint: "chmod o-rwx",
            plant: { chmod($0.site.stack.storage, 0o777) }, mend: { chmod($0.site.stack.storage, 0o700) }),
        PlantedFault(
            description: "the folder is a link", subject: "storage", seen: "is a symbolic link",
            hint: "make it a folder",
            plant: { world in
                let folder = world.site.stack.storage
                rename(folder, folder + ".real")
                symlink(folder + ".real", folder)
            },
            mend: { world in
                let folder = world.site.stack.storage
                unlink(folder)
                rename(folder + ".real", folder)
            }),
    ]

    static let web = [
        PlantedFault(
            description: "nginx looks for the files elsewhere", subject: "nginx alias", seen: "'/srv/elsewhere/'",
            hint: "$backupd_storage",
            plant: { try $0.editNginx(replacing: "alias $backupd_storage/backups/;", with: "alias /srv/elsewhere/;") }),
        PlantedFault(
            description: "nginx does not find the newest backup", subject: "download", seen: "nginx does not find",
            hint: "$backupd_storage",
            plant: { try $0.editNginx(replacing: "alias $backupd_storage/backups/;", with: "alias /srv/elsewhere/;") }),
        PlantedFault(
            description: "the files can be fetched without a token", subject: "site files", seen: "without a token",
            hint: "internal;", plant: { try $0.editNginx(replacing: "    internal;\n    alias", with: "    alias") }),
        PlantedFault(
            description: "nginx says that the files can be fetched", subject: "nginx files", seen: "is not internal",
            hint: "internal;", plant: { try $0.editNginx(replacing: "    internal;\n    alias", with: "    alias") }),
        PlantedFault(
            description: "nginx compresses downloads", subject: "download", seen: "Content-Encoding gzip",
            hint: "gzip off;", plant: { try $0.editNginx(replacing: "gzip    off;", with: "gzip on;") }),
        PlantedFault(
            description: "nginx is told to compress downloads", subject: "nginx gzip", seen: "compresses backups again",
            hint: "gzip off;", plant: { try $0.editNginx(replacing: "gzip    off;", with: "gzip on;") }),
        PlantedFault(
            description: "ranges are off", subject: "download", seen: "ranges do not work", hint: "max_ranges 1;",
            plant: { try $0.editNginx(replacing: "max_ranges         1;", with: "max_ranges 0;") }),
        PlantedFault(
            description: "nginx does not wait long", subject: "nginx timeout", seen: "60s for a whole backup",
            hint: "fastcgi_read_timeout 24h;",
            plant: { try $0.editNginx(replacing: "fastcgi_read_timeout        24h;", with: "") }),
        PlantedFault(
            description: "nginx passes to an upstream it does not have", subject: "nginx",
            seen: "to nobody, and the worker listens on unix:", hint: "the upstream in backupd-limit.conf",
            plant: { try $0.editNginx(replacing: "_listen backupd;", with: "_listen nobody;") }),
        PlantedFault(
            description: "nginx is down", subject: "site", seen: "does not answer", hint: "systemctl status nginx",
            plant: { $0.settings["BACKUP_URL"] = "http://127.0.0.1:\(try Vhost.freePort())" }),
        PlantedFault(
            description: "nginx does not reach the worker", subject: "site", seen: "answers 503: nginx does not reach",
            hint: "nginx's error log",
            plant: { try $0.editNginx(replacing: "_listen backupd;", with: "_listen unix:/nobody.sock;") }),
        PlantedFault(
            description: "the API's location is not included", subject: "site",
            seen: "answers 404, not the worker's 401",
            hint: "include nginx/backupd.conf",
            plant: { try $0.editNginx(replacing: "/api/core/backups {", with: "/api/core/elsewhere {") }),
    ]

    static let times = [
        PlantedFault(
            description: "the server's clock is slow", subject: "clock", seen: "behind this host's", hint: "NTP",
            plant: { try $0.site.stack.sql("SET GLOBAL init_connect = 'SET timestamp = UNIX_TIMESTAMP() - 7200'") },
            mend: { try $0.site.stack.sql("SET GLOBAL init_connect = ''") }),
        PlantedFault(
            description: "the session's time zone is not known", subject: "database", seen: "[1298]",
            hint: "mysql_tzinfo_to_sql", plant: { $0.settings["BACKUP_DB_TIMEZONE"] = "Mars/Olympus" }),
        PlantedFault(
            description: "the app's time zone is another", subject: "row times", seen: "reads 9 h too early",
            hint: "APP_TIMEZONE", plant: { $0.settings["APP_TIMEZONE"] = "Asia/Tokyo" }),
    ]

    static let backups = [
        PlantedFault(
            description: "there is no proved backup", subject: "newest proved", seen: "there is no proved backup",
            hint: "backupctl create",
            plant: { try Program.succeed("rm", ["-r", $0.site.stack.storage + "/.manifests"]) }),
        PlantedFault(
            description: "the newest proved backup is old", subject: "newest proved", seen: "1 d 2 h is allowed",
            hint: "timer or cron",
            plant: { world in
                let manifest = "\(world.site.stack.storage)/.manifests/\(world.backup).json"
                try Program.succeed("sed", ["-i", #"s/\("proved_at" : "\)[^"]*/\12026-01-01T00:00:00Z/"#, manifest])
            }),
        PlantedFault(
            description: "a row's file is gone", subject: "files", seen: "1 of 1 rows", hint: "backupctl delete",
            plant: { unlink("\($0.site.stack.storage)/\($0.backup)") }),
    ]
}

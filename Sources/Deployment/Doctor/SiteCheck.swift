import BackupCore
import Glibc
import Posix

/// The site as callers see it, by requests.
struct SiteCheck {
    private(set) var observations: [Observation] = []

    private let configuration: Configuration
    private let newest: Backup?

    /// Looks at the API's location, at that of the files, and, with a token, at a piece of the newest backup.
    init(of configuration: Configuration, newest: Backup?, path: String?) {
        self.configuration = configuration
        self.newest = newest
        guard let url = configuration.siteURL else {
            observations.append(
                .warn("site", "not asked: no setting tells its address", hint: "set BACKUP_URL=https://… or APP_URL"))
            return
        }
        guard let program = ChildProcess.path(of: "curl", searching: path) else {
            observations.append(.warn("site", "not asked: there is no curl here", hint: "apt-get install curl"))
            return
        }
        let curl = Curl(program: program)
        do throws(CurlError) {
            guard lookAtAPI(try curl.get("\(url)/api/core/backups", ["Accept: application/json"]), of: url) else {
                return
            }
            try lookAtFiles(by: curl, at: url)
            try lookAtDownload(by: curl, at: url)
        } catch {
            let hint =
                error.reason.contains("certificate")
                ? "callers will not trust it either: renew the certificate, or set BACKUP_URL to the name in it"
                : "is nginx running (systemctl status nginx), and is BACKUP_URL, or APP_URL, right?"
            observations.append(.fail("site", "\(url) does not answer: \(error.reason)", hint: hint))
        }
    }

    /// - Returns: whether it is worth while to ask further.
    private mutating func lookAtAPI(_ answer: SiteAnswer, of url: String) -> Bool {
        let seen = "\(url)/api/core/backups answers \(answer.status)"
        let isPHP = answer["X-Powered-By"]?.contains("PHP") == true || answer["Set-Cookie"] != nil
        switch answer.status {
        case 401 where answer.isJSON && !isPHP:
            observations.append(.ok("site", "\(seen) to who has no token"))
            return true
        case 502, 503, 504:
            observations.append(
                .fail(
                    "site", "\(seen): nginx does not reach the worker",
                    hint: "see 'worker' above; nginx's error log tells whether the socket is missing or forbidden"))
        case 429:
            observations.append(.warn("site", "\(seen): too many requests from here", hint: "ask again in a minute"))
        default:
            observations.append(
                .fail(
                    "site", "\(seen)\(isPHP ? " from PHP" : ""), not the worker's 401",
                    hint:
                        "include nginx/backupd.conf in that site's server block, before other locations for /api, and reload"
                ))
        }
        return false
    }

    /// A file must have no address that does without a token.
    private mutating func lookAtFiles(by curl: Curl, at url: String) throws(CurlError) {
        let file = newest?.file?.description
        let place = url + configuration.accelPrefix
        let answer = try curl.get(place + Self.escaped(file ?? "no-such-file"), ["Range: bytes=0-0"])
        let hint = "internal; in the location \(configuration.accelPrefix), as shipped, and reload nginx"
        if answer.status == 200 && !answer.isHTML || answer.status == 206 || answer.status == 304 {
            observations.append(
                .fail("site files", "\(place) hands out backups to anybody, without a token", hint: hint))
        } else if file == nil {
            observations.append(
                .warn(
                    "site files", "not known whether \(place) is internal: there is no file to ask for",
                    hint: "ask again once there is a backup"))
        } else {
            observations.append(.ok("site files", "\(place) answers \(answer.status) from outside"))
        }
    }

    /// A piece of the newest file, by ranges and for a client that takes gzip.
    private mutating func lookAtDownload(by curl: Curl, at url: String) throws(CurlError) {
        guard let token = configuration.doctorToken else {
            observations.append(
                .warn(
                    "download", "not tried: that takes a token",
                    hint: "put a token of a user who may download into the environment, as BACKUP_TOKEN"))
            return
        }
        guard let newest, let file = newest.file else {
            observations.append(.warn("download", "not tried: there is no backup", hint: "backupctl create"))
            return
        }
        let answer = try curl.get(
            "\(url)/api/core/backups/\(newest.id)/download", ["Range: bytes=1-64", "Accept-Encoding: gzip"],
            token: token)
        let expected = Self.piece(of: "\(configuration.storageRoot)/\(file.path)")
        if let encoding = answer["Content-Encoding"], answer.status < 300 {
            observations.append(
                .fail(
                    "download", "arrives with Content-Encoding \(encoding): no length, no ranges, no resuming",
                    hint: "gzip off; in the location \(configuration.accelPrefix), as shipped"))
        } else if answer.status == 206, answer.body == expected {
            observations.append(.ok("download", "ranges work, and the bytes are those of '\(file)'"))
        } else {
            observations.append(Self.failure(answer, of: file))
        }
    }

    private static func failure(_ answer: SiteAnswer, of file: StoredName) -> Observation {
        switch answer.status {
        case 206:
            .fail(
                "download", "hands out other bytes than those of '\(file)'",
                hint: "make $backupd_storage in backupd.conf and BACKUP_STORAGE the same")
        case 200:
            .fail("download", "ranges do not work: no download can be resumed", hint: "max_ranges 1; as shipped")
        case 401, 403:
            .warn(
                "download", "not tried: BACKUP_TOKEN's user may not (\(answer.status))",
                hint: "take the token of a user who holds \(Permission.downloadBackups.rawValue)")
        case 404:
            .fail(
                "download", "nginx does not find '\(file)', or may not read it",
                hint:
                    "make $backupd_storage in backupd.conf and BACKUP_STORAGE the same; nginx's account must read there"
            )
        default: .fail("download", "answers \(answer.status)", hint: "the worker's log and nginx's error log tell why")
        }
    }

    /// The 64 bytes behind the first; empty where they cannot be read.
    private static func piece(of path: String) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64)
        // What cannot be read is not equal to what was handed out.
        let count = try? bytes.withUnsafeMutableBufferPointer { buffer throws(SystemError) in
            try FileDescriptor(opening: path, flags: O_RDONLY).read(
                at: 1, into: UnsafeMutableRawBufferPointer(buffer), named: path)
        }
        return Array(bytes.prefix(count ?? 0))
    }

    private static func escaped(_ name: String) -> String {
        var text = ""
        for byte in name.utf8 {
            let isPlain = isalnum(Int32(byte)) != 0 || "-._~".utf8.contains(byte)
            text += isPlain ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return text
    }
}

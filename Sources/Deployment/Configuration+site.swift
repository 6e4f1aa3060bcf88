/// What the doctor and the status need beside all else.
extension Configuration {
    /// Where callers find the site; Laravel knows it as `APP_URL`.
    static func siteURL(_ settings: inout Settings) -> String? {
        let (own, app) = (settings["BACKUP_URL"], settings["APP_URL"])
        guard let url = own ?? app else { return nil }
        let isURL = url.hasPrefix("http://") || url.hasPrefix("https://")
        if !isURL, own != nil {
            settings.report("BACKUP_URL", "'\(url)' is no address", hint: "begin it with https:// or http://")
        }
        guard isURL else { return nil }
        return url.hasSuffix("/") ? String(url.dropLast()) : url
    }

    /// How old the newest proved backup may be.
    static func maximumAge(_ settings: inout Settings) -> Duration {
        .seconds(settings.integer("BACKUP_MAX_AGE", in: 1...87_600, default: 26) * 3600)
    }
}

package import BackupCore

/// A backup as the API shows it.
package struct BackupResource {
    let backup: Backup

    package init(_ backup: Backup) { self.backup = backup }

    package var json: JSON { .backup(backup) }

    /// A size as Laravel's `Number::fileSize` puts it: the unit changes at nine tenths, halves go to even.
    static func humanSize(_ bytes: Int64) -> String {
        var value = Double(bytes)
        var unit = 0
        while value / 1024 > 0.9, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        return String(Int64(value.rounded(.toNearestOrEven))) + units[unit]
    }

    private static let units = [" B", " KB", " MB", " GB", " TB", " PB", " EB"]
}

extension JSONWriter {
    /// Writes a backup without a ``JSON`` of its members in between.
    mutating func write(_ backup: Backup) {
        append("{\"id\":")
        append(number: backup.id)
        append(",\"filename\":")
        write(backup.fileName)
        append(",\"disk\":")
        write(backup.disk)
        append(",\"path\":")
        write(backup.path)
        append(",\"size_bytes\":")
        append(number: backup.sizeInBytes)
        append(",\"size_human\":")
        write(BackupResource.humanSize(backup.sizeInBytes))
        append(",\"created_by\":")
        if let user = backup.createdBy { append(number: user) } else { append("null") }
        append(",\"creator\":")
        if let creator = backup.creator {
            append("{\"id\":")
            append(number: creator.id)
            append(",\"name\":")
            write(creator.name)
            append("}")
        } else {
            append("null")
        }
        append(",\"created_at\":")
        if let time = backup.createdAt { append(time) } else { append("null") }
        append(",\"updated_at\":")
        if let time = backup.updatedAt { append(time) } else { append("null") }
        append("}")
    }
}

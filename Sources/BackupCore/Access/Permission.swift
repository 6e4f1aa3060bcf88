/// What a caller may be allowed to do, by the names the ERP gives these rights.
package enum Permission: String, Sendable, CaseIterable {
    case viewBackups = "core.backups.view"
    case createBackups = "core.backups.create"
    case downloadBackups = "core.backups.download"
    case deleteBackups = "core.backups.delete"
}

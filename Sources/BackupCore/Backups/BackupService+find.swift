extension BackupService {
    package func page(size: Int, offset: Int) throws(BackupError) -> BackupPage {
        try catalog.page(size: size, offset: offset)
    }

    /// Finds a backup by the text of its id.
    ///
    /// - Throws: ``BackupError/noSuchBackup(id:)``, also when the text is no plain number: sign, blank, leading zero.
    package func find(_ id: String) throws(BackupError) -> Backup {
        let isPlain =
            id.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } && id.utf8.first != UInt8(ascii: "0")
        guard isPlain, let number = UInt64(id), let backup = try catalog.find(number) else {
            throw .noSuchBackup(id: id)
        }
        return backup
    }

    /// Finds a backup and the file that can be handed out for it.
    ///
    /// - Throws: ``BackupError/fileMissing(path:)`` when its row leads to no regular file in the backup folder.
    package func findFile(of id: String) throws(BackupError) -> (backup: Backup, file: StoredName) {
        let backup = try find(id)
        guard let file = backup.file, try storage.open().size(of: file) != nil else {
            throw .fileMissing(path: backup.path)
        }
        return (backup, file)
    }
}

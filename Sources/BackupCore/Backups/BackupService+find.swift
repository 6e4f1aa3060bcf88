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

    /// The backup in a file of the folder, found without the catalog: it may be lost with the database.
    ///
    /// Its id is 0, which no row has.
    ///
    /// - Throws: ``BackupError/noSuchFile(name:)``
    package func backup(in file: StoredName) throws(BackupError) -> Backup {
        let folder = try storage.open()
        guard let size = try folder.size(of: file) else { throw .noSuchFile(name: "\(file)") }
        let createdAt = try folder.manifest(of: file)?.createdAt
        return Backup(
            id: 0, fileName: file.description, disk: Backup.localDisk, path: file.path, sizeInBytes: size,
            createdBy: nil, creator: nil, createdAt: createdAt, updatedAt: createdAt)
    }

    /// The files that a reconciliation would record again, as when an old dump has brought its own rows.
    package func unrecorded() throws(BackupError) -> [StoredName] {
        let folder = try storage.open()
        let recorded = Set(try catalog.all().compactMap(\.file))
        var files: [StoredName] = []
        for file in try folder.manifests() where !recorded.contains(file) {
            // What cannot be understood is not recorded either.
            guard let manifest = try? folder.manifest(of: file) else { continue }
            if try folder.size(of: file) == manifest.fileBytes { files.append(file) }
        }
        return files
    }

    /// Finds a backup, the file that can be handed out for it, and what is known of that file.
    ///
    /// - Throws: ``BackupError/fileMissing(path:)`` when its row leads to no regular file in the backup folder.
    package func findFile(of id: String) throws(BackupError) -> FoundFile {
        let backup = try find(id)
        guard let file = backup.file else { throw .fileMissing(path: backup.path) }
        let folder = try storage.open()
        guard let size = try folder.size(of: file) else { throw .fileMissing(path: backup.path) }
        return FoundFile(backup: backup, file: file, manifest: manifest(of: file, sized: size, in: folder))
    }

    /// The manifest of a file; nil where there is none, where it cannot be understood, and where it tells of another
    /// file.
    ///
    /// It only adds to what is answered, so that it cannot be read is no reason to answer nothing.
    func manifest(of file: StoredName, sized size: Int64, in folder: any BackupFolder) -> BackupManifest? {
        do throws(BackupError) {
            guard let manifest = try folder.manifest(of: file) else { return nil }
            return manifest.fileBytes == size && manifest.fileName == file.description ? manifest : nil
        } catch {
            log.warning("a manifest could not be read", ["file": file, "error": error])
            return nil
        }
    }
}

/// A backup whose file is there.
package struct FoundFile: Sendable, Equatable {
    package let backup: Backup
    package let file: StoredName
    /// What was proved when the file was made; nil where nothing is known, as of files that the PHP module made.
    package let manifest: BackupManifest?
}

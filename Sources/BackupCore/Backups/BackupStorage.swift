/// Where backup files are kept.
package protocol BackupStorage: Sendable {
    /// Finds the folder as it is now; all further work goes on in that folder, whatever its path leads to later.
    func open() throws(BackupError) -> any BackupFolder
}

/// The backup folder during one operation.
///
/// Names that begin with a dot are the service's own: part files, and the folder of the manifests. A name is given out
/// once and never again.
package protocol BackupFolder {
    /// Asks for the 0th, 1st, 2nd … candidate until one is not in `taken` and was never used before, and notes that one
    /// as used.
    func reserve(
        avoiding taken: Set<StoredName>, _ candidate: (Int) -> BackupName
    ) throws(BackupError) -> BackupName

    /// Starts a file that has no name anybody looks for.
    func makePart(for name: BackupName) throws(BackupError) -> any PartFile

    /// The size in bytes of a regular file; nil when there is none of that name. Links are not followed.
    func size(of name: StoredName) throws(BackupError) -> Int64?

    /// Opens a regular file to read it.
    ///
    /// - Throws: ``BackupError/fileMissing(path:)`` when there is none of that name.
    func read(_ name: StoredName) throws(BackupError) -> any StoredFile

    /// Removes a file for good; one that is not there is no failure.
    func remove(_ name: StoredName) throws(BackupError)

    func saveManifest(_ manifest: BackupManifest, of name: StoredName) throws(BackupError)
    /// Nil where there is none, or it is damaged.
    ///
    /// - Throws: ``BackupError/newerManifest(file:version:)`` when it is of a version that is not known yet.
    func manifest(of name: StoredName) throws(BackupError) -> BackupManifest?
    func removeManifest(of name: StoredName) throws(BackupError)
    /// The backups that have a manifest.
    func manifests() throws(BackupError) -> [StoredName]

    /// Notes how the last create stands; an earlier note goes.
    func saveNote(_ note: AttemptNote) throws(BackupError)
    /// Nil where nothing was noted, or the note is damaged.
    func note() throws(BackupError) -> AttemptNote?

    /// Notes durably that this backup is being deleted, so that a crash cannot leave it half there.
    func markDeletion(of name: StoredName) throws(BackupError)
    func unmarkDeletion(of name: StoredName) throws(BackupError)
    /// The backups whose deletion was begun and not finished.
    func markedDeletions() throws(BackupError) -> [StoredName]

    /// What the file system has left.
    func room() throws(BackupError) -> Room

    /// The part files that are there, of creates in progress and of interrupted ones.
    func parts() throws(BackupError) -> [String]

    /// Removes what interrupted creates left behind; to be called only while no create runs.
    ///
    /// - Returns: the names of the part files that went.
    func sweepParts() throws(BackupError) -> [String]
}

/// A backup file open for reading, from any thread and at any place.
package protocol StoredFile: Sendable {
    /// In bytes.
    var size: Int64 { get }

    /// Reads what is there from `offset` on; fewer bytes than `buffer` holds only at the end.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(BackupError) -> Int
}

/// A file being written: whole under its name after `commit`, gone otherwise.
package protocol PartFile: ByteSink {
    /// What the file system has left.
    func room() throws(BackupError) -> Room

    /// Sets so many bytes aside for this file, where the file system can do that.
    ///
    /// - Throws: ``BackupError/storageFull(reason:)`` when it has not so many.
    func reserve(_ bytes: Int64) throws(BackupError)

    /// Waits until the bytes are on the disk.
    func sync() throws(BackupError)

    /// Gives the synced file its name, durably; nothing of that name may exist.
    func commit() throws(BackupError)

    /// Removes the part; after `commit`, does nothing.
    func discard()
}

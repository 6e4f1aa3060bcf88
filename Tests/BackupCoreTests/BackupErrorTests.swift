import BackupCore
import Testing

@Suite struct BackupErrorTests {
    @Test(
        arguments: [
            (.unauthenticated, "the bearer token is missing, unknown, expired or its user may not use it"),
            (.forbidden(.viewBackups), "the user does not hold permission 'core.backups.view'"),
            (.noSuchBackup(id: "7"), "backup '7' is not in the catalog"),
            (.fileMissing(path: "x/y"), "the catalog names 'x/y', which is no file in the backup folder"),
            (
                .invalid(.perPage, breaking: [.integer, .atMost(100)]),
                "parameter 'per_page' must be an integer and at most 100"
            ),
            (.invalid(.idempotencyKey, breaking: [.present]), "parameter 'Idempotency-Key' must be not empty"),
            (.alreadyRunning, "another backup of this database is being made"),
            (.dumpFailed(reason: "why"), "the dump failed: why"),
            (.interrupted, "the work was given up because it was told to stop at once"),
            (.noSuchFile(name: "x"), "there is no file 'x' in the backup folder"),
            (
                .notEmpty(database: "x", objects: 1),
                """
                the database 'x' holds 1 object already, and nothing was changed
                hint: name an empty database or a new one, or restore over it with --force
                """
            ),
            (.targetBusy(database: "x"), "a backup of 'x', or another restore into it, has not ended"),
            (
                .noManifest(file: "x"),
                """
                the backup 'x' has no manifest that tells where its tables are
                hint: restore it into a database of its own, and take the table from there
                """
            ),
            (
                .scratchRemains(database: "x", reason: "why"),
                """
                the drill's database 'x' could not be dropped and remains: why
                hint: DROP DATABASE `x`; the next drill tries it too
                """
            ),
            (.leftBehind(after: .restoreFailed(reason: "why"), state: "how"), "the restore failed: why\nhow"),
            (.cameBackDifferent(file: "x", reason: "why"), "the backup 'x' did not come back as it was written: why"),
            (.storageFailed(reason: "why"), "the backup folder could not be used: why"),
            (
                .storageFull(reason: "why"),
                """
                there is no room for the backup: why
                hint: free some space on that file system, or lower BACKUP_KEEP and delete old backups
                """
            ),
            (.outputFailed(reason: "why"), "the output could not be written: why"),
            (.catalogFailed(reason: "why"), "the backup catalog could not be used: why"),
            (
                .databaseUnavailable(reason: "why"),
                """
                the database cannot be reached: why
                hint: is the server running, and are DB_HOST, DB_PORT, DB_SOCKET, DB_USERNAME and DB_PASSWORD right?
                """
            ),
        ] as [(BackupError, String)])
    func `tells the operator what was tried and what to do`(error: BackupError, text: String) {
        #expect(error.description == text)
    }
}

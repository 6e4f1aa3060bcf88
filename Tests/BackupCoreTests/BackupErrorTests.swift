import BackupCore
import Testing

@Suite struct BackupErrorTests {
    @Test(
        arguments: [
            (.unauthenticated, "the bearer token is missing, unknown, expired or its user may not use it"),
            (.forbidden(.viewBackups), "the user does not hold permission 'core.backups.view'"),
            (.noSuchBackup(id: "7"), "backup '7' is not in the catalog"),
            (.fileMissing(path: "x/y"), "the catalog names 'x/y', which is no file in the backup folder"),
            (.invalid(field: "per_page", messages: ["One.", "Two."]), "parameter 'per_page' is not valid: One. Two."),
            (.alreadyRunning, "another backup of this database is being made"),
            (.dumpFailed(reason: "why"), "the dump failed: why"),
            (.interrupted, "the backup was given up because the service was told to stop at once"),
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

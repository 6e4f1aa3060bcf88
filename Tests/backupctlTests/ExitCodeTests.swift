import BackupCore
import Deployment
import Testing

@testable import backupctl

@Suite struct ExitCodeTests {
    private let damaged = BackupError.damaged(file: "f", reason: "why")

    @Test func `only what is proved of a backup says that it is bad`() {
        let proofs = [damaged, .fileMissing(path: "p"), .cameBackDifferent(file: "f", reason: "why")]
        let others: [BackupError] = [
            .restoreFailed(reason: "no right"), .noManifest(file: "f"), .noSuchFile(name: "typo.sql.gz"),
            .databaseUnavailable(reason: "gone"), .storageFailed(reason: "why"),
            .scratchRemains(database: "d", reason: "why"), .noSuchBackup(id: "7"), .dumpFailed(reason: "why"),
        ]

        #expect(proofs.allSatisfy { $0.exitCode == 2 })
        #expect(others.allSatisfy { $0.exitCode == 1 })
    }

    @Test func `who is at work already may be waited for`() {
        #expect(BackupError.alreadyRunning.exitCode == 75)
        #expect(BackupError.targetBusy(database: "d").exitCode == 75)
    }

    @Test func `what could not be undone does not hide the cause`() {
        for cause in [damaged, .interrupted, .restoreFailed(reason: "why")] {
            #expect(BackupError.leftBehind(after: cause, state: "half restored").exitCode == cause.exitCode)
        }
    }
}

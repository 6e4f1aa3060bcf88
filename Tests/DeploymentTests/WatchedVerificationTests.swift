import BackupCore
import TestSupport
import Testing

@Suite struct WatchedVerificationTests {
    @Test(arguments: [true, false])
    func `whoever watches sees the whole file go by`(hasManifest: Bool) throws {
        let (small, storage) = try SmallBackup.inMemory()
        if !hasManifest { storage.contents.manifests[small.name] = nil }
        let progress = DumpProgress()

        _ = try small.verifier.verify(small.backup, reporting: progress)

        let expected = try #require(progress.now.expectedSQLBytes)
        #expect(expected == small.backup.sizeInBytes * (hasManifest ? 2 : 1))
        // Header and trailer are looked at once more.
        #expect(expected...(expected + 20) ~= progress.now.sqlBytes)
    }
}

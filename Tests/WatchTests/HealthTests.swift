import BackupCore
import FoundationEssentials
import TestSupport
import Testing

@testable import Watch

@Suite struct HealthTests {
    private static let maxAge = Duration.seconds(26 * 3600)

    private func health(agedSeconds age: Double) throws -> Health {
        let world = FakeWorld()
        world.add(id: 1, at: .sample)
        return Health(.success(try world.service.standing()), maxAge: Self.maxAge, at: .sample.addingTimeInterval(age))
    }

    @Test(arguments: [-3600, 0, 26 * 3600])
    func `a proved backup that is young enough is good`(age: Double) throws {
        #expect(try health(agedSeconds: age).isGood)
        #expect(try health(agedSeconds: age).text == "ok\n")
    }

    @Test func `one that is a second too old is not`() throws {
        #expect(
            try health(agedSeconds: 93601).text
                == "failing: the newest proved backup is 93601 s old, and 93600 s are allowed\n")
    }

    @Test func `none at all is not good`() {
        let health = Health(.success(Standing()), maxAge: Self.maxAge, at: .sample)

        #expect(health.text == "failing: there is no proved backup\n")
    }

    @Test(arguments: [
        (BackupError.databaseUnavailable(reason: "secret"), "the database cannot be reached"),
        (.catalogFailed(reason: "secret"), "the backup catalog cannot be used"),
        (.storageFailed(reason: "secret"), "the backup folder cannot be used"),
        (.storageFull(reason: "secret"), "the backups cannot be looked at: storage_full"),
    ])
    func `what cannot be seen is not good, and the cause stays in the log`(error: BackupError, words: String) {
        #expect(Health(.failure(error), maxAge: Self.maxAge, at: .sample).text == "failing: \(words)\n")
    }
}

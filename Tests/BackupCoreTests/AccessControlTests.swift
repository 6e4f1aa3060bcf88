import BackupCore
import FoundationEssentials
import TestSupport
import Testing

@Suite struct AccessControlTests {
    private static let secret = "Bearer 7|open sesame"
    private let recorded = RecordedLog()

    @Test func `knows the user of a good token that holds the permission`() throws {
        let tokens = FakeTokens([entry(holding: .viewBackups)])

        #expect(try control(tokens).authorize(Self.secret, for: .viewBackups) == .administrator)
    }

    @Test(arguments: [nil, "", "Bearer", "Basic eDp5", "Bearer x|y"] as [String?])
    func `asks nobody about what is no token`(authorization: String?) {
        let tokens = FakeTokens([entry()])

        #expect(throws: BackupError.unauthenticated) {
            try control(tokens).authorize(authorization, for: .viewBackups)
        }
        #expect(tokens.queries == 0)
    }

    @Test(arguments: ["Bearer 8|open sesame", "Bearer 7|open", "Bearer open", "Bearer 7|OPEN SESAME"])
    func `refuses an unknown id and a wrong secret`(authorization: String) {
        let tokens = FakeTokens([entry()])

        #expect(throws: BackupError.unauthenticated) {
            try control(tokens).authorize(authorization, for: .viewBackups)
        }
        #expect(tokens.touches.isEmpty)
    }

    @Test func `finds a secret alone by its hash`() throws {
        let tokens = FakeTokens([entry()])

        #expect(try control(tokens).authorize("Bearer open sesame", for: .viewBackups) == .administrator)
    }

    @Test(arguments: Permission.allCases)
    func `refuses a permission that is not held, whatever others are`(wanted: Permission) {
        var entry = entry()
        entry.permissions.remove(wanted)
        let tokens = FakeTokens([entry])

        #expect(throws: BackupError.forbidden(wanted)) { try control(tokens).authorize(Self.secret, for: wanted) }
        #expect(tokens.touches.count == 1, "the token itself was good and was used")
    }

    @Test(arguments: [
        "App\\Models\\Customer", "app\\models\\user", "App\\Models\\User ", "App\\Models\\U\u{73}\u{301}er",
    ])
    func `refuses a token of another class`(ownerType: String) {
        var entry = entry()
        entry.record.ownerType = ownerType

        expectRefusal(of: entry)
    }

    @Test func `refuses a token whose user is gone or not active`() {
        var entry = entry()
        entry.record.user = nil

        expectRefusal(of: entry)
    }

    @Test(arguments: [(-1, false), (0, false), (1, true), (nil, true)] as [(Double?, Bool)])
    func `refuses a token from the moment it expires`(secondsLeft: Double?, isGood: Bool) {
        var entry = entry()
        entry.record.expiresAt = secondsLeft.map { Date.sample.addingTimeInterval($0) }

        #expect(isAccepted(entry) == isGood)
    }

    @Test(arguments: [(3599, true), (3600, false), (3601, false), (-5, true), (nil, false)] as [(Double?, Bool)])
    func `refuses a token older than the lifetime there may be`(age: Double?, isGood: Bool) {
        var entry = entry()
        entry.record.createdAt = age.map { Date.sample.addingTimeInterval(-$0) }

        #expect(isAccepted(entry, lifetime: .seconds(3600)) == isGood)
        #expect(isAccepted(entry, lifetime: nil))
    }

    @Test(arguments: [(nil, 1), (-1, 1), (0, 0), (0.4, 0), (1, 1)] as [(Double?, Int)])
    func `notes the use of a token at most once a second`(lastUse: Double?, notes: Int) throws {
        var entry = entry()
        entry.record.lastUsedAt = lastUse.map { Date.sample.addingTimeInterval($0.rounded(.down)) }
        let tokens = FakeTokens([entry])
        let now = Date.sample.addingTimeInterval(0.75)

        _ = try control(tokens, now: now).authorize(Self.secret, for: .viewBackups)
        _ = try control(tokens, now: now.addingTimeInterval(0.2)).authorize(Self.secret, for: .viewBackups)

        #expect(tokens.touches == Array(repeating: FakeTokens.Touch(id: 7, time: .sample), count: notes))
    }

    @Test func `answers although the use could not be noted, and says so`() throws {
        let tokens = FakeTokens([entry()], touchFailure: .catalogFailed(reason: "read only"))

        #expect(try control(tokens).authorize(Self.secret, for: .viewBackups) == .administrator)
        #expect(
            recorded.lines == [
                "level=warning message=\"the time of a token's use was not recorded\" token=7 "
                    + "error=\"the backup catalog could not be used: read only\""
            ])
    }

    private func entry(holding permissions: Permission...) -> FakeTokens.Entry {
        FakeTokens.Entry(
            .sample(id: 7, secret: "open sesame"),
            permissions: permissions.isEmpty ? Set(Permission.allCases) : Set(permissions))
    }

    private func control(_ tokens: FakeTokens, lifetime: Duration? = nil, now: Date = .sample) -> AccessControl {
        AccessControl(
            tokens: tokens, userModel: "App\\Models\\User", tokenLifetime: lifetime, now: { now }, log: recorded.log)
    }

    private func isAccepted(_ entry: FakeTokens.Entry, lifetime: Duration? = nil) -> Bool {
        let control = control(FakeTokens([entry]), lifetime: lifetime)
        return (try? control.authorize(Self.secret, for: .viewBackups)) != nil
    }

    private func expectRefusal(of entry: FakeTokens.Entry) {
        let tokens = FakeTokens([entry])

        #expect(throws: BackupError.unauthenticated) { try control(tokens).authorize(Self.secret, for: .viewBackups) }
        #expect(tokens.touches.isEmpty)
    }
}

extension AccessControl {
    /// Both questions of a request in one.
    fileprivate func authorize(_ authorization: String?, for permission: Permission) throws(BackupError) -> Identity {
        let caller = try authenticate(authorization, asking: permission)
        try caller.require(permission)
        return caller.identity
    }
}

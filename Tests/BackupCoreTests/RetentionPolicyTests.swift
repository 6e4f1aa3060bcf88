import BackupCore
import FoundationEssentials
import TestSupport
import Testing

@Suite struct RetentionPolicyTests {
    @Test func `keeps the newest, whatever order they arrive in`() {
        let backups = (1...12).map { backup(id: $0, day: Double($0)) }

        let (kept, removed) = RetentionPolicy(keepLast: 10).partition(backups.shuffled(), justMade: 12)

        #expect(kept.map(\.id) == [12, 11, 10, 9, 8, 7, 6, 5, 4, 3])
        #expect(removed.map(\.id) == [2, 1])
    }

    @Test func `takes the later id for the newer where times are equal`() {
        let backups = (1...4).map { backup(id: $0, day: 0) }

        #expect(RetentionPolicy(keepLast: 2).partition(backups.shuffled(), justMade: 4).keep.map(\.id) == [4, 3])
    }

    @Test func `takes a backup without a time for the oldest`() {
        let backups = [Backup.sample(id: 9, at: nil), backup(id: 1, day: 0), backup(id: 2, day: 1)]

        #expect(RetentionPolicy(keepLast: 2).partition(backups, justMade: 2).remove.map(\.id) == [9])
    }

    @Test func `spares the one just made though the clock was set back`() {
        let backups = (1...5).map { backup(id: $0, day: Double($0)) } + [backup(id: 6, day: -400)]

        let (kept, removed) = RetentionPolicy(keepLast: 3).partition(backups, justMade: 6)

        #expect(kept.map(\.id) == [5, 4, 6])
        #expect(removed.map(\.id) == [3, 2, 1])
    }

    @Test(arguments: [-1, 0, 1])
    func `keeps the newest and the one just made, however few may stay`(keepLast: Int) {
        let backups = [backup(id: 1, day: 1), backup(id: 2, day: 2), backup(id: 3, day: 0)]

        #expect(RetentionPolicy(keepLast: keepLast).partition(backups, justMade: 3).keep.map(\.id) == [2, 3])
        #expect(RetentionPolicy(keepLast: keepLast).partition(backups, justMade: nil).keep.map(\.id) == [2])
    }

    @Test func `gives up nothing while there are no more than may stay`() {
        let backups = (1...3).map { backup(id: $0, day: Double($0)) }

        #expect(RetentionPolicy(keepLast: 3).partition(backups, justMade: 3).remove.isEmpty)
        #expect(RetentionPolicy(keepLast: 3).partition([], justMade: 3) == ([], []))
    }

    @Test func `loses none, and keeps as many as it promises, for every choice of the one just made`() {
        for (count, keepLast) in (0...6).flatMap({ count in (1...4).map { (count, $0) } }) {
            let backups = (0..<count).map { backup(id: UInt64($0 + 1), day: Double($0 / 2)) }
            for justMade in [nil] + backups.map({ Optional($0.id) }) {
                let (kept, removed) = RetentionPolicy(keepLast: keepLast).partition(backups, justMade: justMade)

                #expect((kept + removed).map(\.id).sorted() == backups.map(\.id))
                #expect(!removed.contains { $0.id == justMade || $0.id == UInt64(count) })
                // With a single place, the newest and the one just made may be two.
                let isOneMore = keepLast == 1 && justMade != nil && justMade != UInt64(count)
                #expect(kept.count == min(count, isOneMore ? 2 : keepLast))
            }
        }
    }

    private func backup(id: UInt64, day: Double) -> Backup {
        .sample(id: id, at: Date.sample.addingTimeInterval(day * 86400))
    }
}

import BackupCore
import Synchronization
import Testing

@testable import Deployment

@Suite struct PlannedCrashTests {
    @Test func `comes at the n-th time of its point and at no other`() throws {
        let crashes = Mutex(0)
        let planned = try #require(PlannedCrash("delete.marked:2") { crashes.withLock { $0 += 1 } })
        var seen: [Int] = []

        for point in [.deleteMarked, .deleteUnlinked, .deleteMarked, .deleteMarked] as [FaultPoint] {
            planned.reach(point)
            seen.append(crashes.withLock { $0 })
        }

        #expect(seen == [0, 0, 1, 1])
    }

    @Test func `is not planned unless the environment asks for it`() throws {
        var settings = try Settings([:], envFile: nil)

        #expect(PlannedCrash(in: [:], &settings) == nil)
        #expect(PlannedCrash(in: ["BACKUP_FAULT_POINT": ""], &settings) == nil)
        #expect(settings.problems.isEmpty)
    }

    @Test(arguments: ["nowhere", "create.locked:", "create.locked:0", "create.locked:x", ":1"])
    func `is no crash at a place that does not exist`(text: String) throws {
        var settings = try Settings([:], envFile: nil)

        #expect(PlannedCrash(in: ["BACKUP_FAULT_POINT": text], &settings) == nil)
        #expect(settings.problems.map(\.setting) == ["BACKUP_FAULT_POINT"])
    }

    @Test(arguments: FaultPoint.allCases)
    func `can be planned for every point`(point: FaultPoint) throws {
        var settings = try Settings([:], envFile: nil)

        let planned = try #require(PlannedCrash(in: ["BACKUP_FAULT_POINT": point.rawValue], &settings))

        #expect(planned.point == point && planned.time == 1)
    }
}

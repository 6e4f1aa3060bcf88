import BackupCore
import FoundationEssentials
import TestSupport
import Testing

@Suite struct ForecastTests {
    private func plan(dataBytes: Int64) -> DumpPlan {
        DumpPlan(description: FakeDumper.description, census: Census(), dataBytes: dataBytes)
    }

    private func manifest(
        dataBytes: Int64, sqlBytes: Int64, fileBytes: Int64
    ) -> BackupManifest {
        var manifest = BackupManifest.sample(of: .sample("a"), bytes: 1, at: FakeWorld.day(1))
        (manifest.dataBytes, manifest.sqlBytes, manifest.fileBytes) = (dataBytes, sqlBytes, fileBytes)
        return manifest
    }

    @Test func `the first dump is foretold from what the rows take`() {
        let forecast = Forecast(of: plan(dataBytes: 785_000_000), after: nil)

        #expect(forecast.sqlBytes == 894_900_000)
        #expect(forecast.fileBytes == 223_725_000)
    }

    @Test(arguments: [(100, 1000, 300), (150, 1500, 450), (50, 500, 150), (1, 10, 3)] as [(Int64, Int64, Int64)])
    func `text and file grow and shrink with the rows`(dataBytes: Int64, sqlBytes: Int64, fileBytes: Int64) {
        let last = manifest(dataBytes: 100, sqlBytes: 1000, fileBytes: 300)

        let forecast = Forecast(of: plan(dataBytes: dataBytes), after: last)

        #expect(forecast.sqlBytes == sqlBytes)
        #expect(forecast.fileBytes == fileBytes)
    }

    @Test func `a schema that was nearly empty tells little of what it is now`() {
        let last = manifest(dataBytes: 131_072, sqlBytes: 21_000, fileBytes: 7400)

        let forecast = Forecast(of: plan(dataBytes: 100_000_000), after: last)

        #expect(forecast.sqlBytes == 114_000_000)
        #expect(forecast.fileBytes == 28_500_000)
    }

    @Test func `the newest dump of this database counts, whatever the order of the rows`() throws {
        let world = FakeWorld()
        let texts: [(id: UInt64, day: Int, sqlBytes: Int64, database: String)] = [
            (1, 1, 10, "erp"), (2, 3, 30, "erp"), (3, 2, 20, "erp"), (4, 4, 40, "another"), (5, 5, 0, "erp"),
        ]
        for text in texts {
            let file = try #require(world.add(id: text.id, at: FakeWorld.day(text.day)).file)
            world.storage.contents.manifests[file]?.sqlBytes = text.sqlBytes
            world.storage.contents.manifests[file]?.dump.database = text.database
            world.storage.contents.manifests[file]?.dataBytes = FakeDumper.plan.dataBytes
        }
        let progress = DumpProgress()

        _ = try world.service.create(by: .administrator, reporting: progress)

        #expect(progress.now.expectedSQLBytes == 30)
    }

    @Test func `it is never nothing and never too much to reckon with`() {
        let last = manifest(dataBytes: 1, sqlBytes: .max, fileBytes: .max)

        #expect(Forecast(of: plan(dataBytes: 0), after: nil).sqlBytes == 1)
        #expect(Forecast(of: plan(dataBytes: 0), after: last).fileBytes == 1)
        #expect(Forecast(of: plan(dataBytes: .max), after: last).sqlBytes == 1_000_000_000_000_000_000)
    }

    @Test func `where no rows were counted before, the next dump is taken to be as large`() {
        let last = manifest(dataBytes: 0, sqlBytes: 700, fileBytes: 90)

        #expect(Forecast(of: plan(dataBytes: 5), after: last).sqlBytes == 700)
    }

    @Test func `a create tells whoever watches what to expect`() throws {
        let world = FakeWorld()
        let (first, second) = (DumpProgress(), DumpProgress())

        _ = try world.service.create(by: .administrator, reporting: first)
        world.now += 60
        _ = try world.service.create(by: .administrator, reporting: second)

        #expect(first.now.expectedSQLBytes == 1_195_377)
        #expect(second.now.expectedSQLBytes == 36)
    }

    @Test func `a backup without a manifest foretells nothing`() throws {
        let world = FakeWorld()
        world.add(id: 1, at: FakeWorld.day(1), hasManifest: false)
        let progress = DumpProgress()

        _ = try world.service.create(by: .administrator, reporting: progress)

        #expect(progress.now.expectedSQLBytes == 1_195_377)
    }

    @Test func `a manifest that cannot be read is no reason to make no backup`() throws {
        let made = (1...40).filter { call in
            let world = FakeWorld()
            world.add(id: 1, at: FakeWorld.day(1))
            world.disturbance.arm(.refusal, atCall: call)
            let isMade = (try? world.service.create(by: .administrator)) != nil
            return isMade && world.recorded.lines.contains { $0.contains("could not be read to look ahead") }
        }

        // The manifest itself, and the size of the file it must fit.
        #expect(made.count == 2)
    }
}

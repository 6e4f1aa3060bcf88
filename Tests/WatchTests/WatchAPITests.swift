import BackupCore
import FoundationEssentials
import HTTP
import TestSupport
import Testing

@testable import Watch

@Suite struct WatchAPITests {
    private let world = FakeWorld()
    private let figures = Figures(routes: ["GET /a", "POST /a"])
    private let facts = WatchAPI.Facts(version: "1", startedAt: .sample, threads: 8, maxAge: .seconds(3600))

    private func ask(_ path: String, _ method: String = "GET", lock: Result<Bool, BackupError> = .success(false))
        -> Response
    {
        WatchAPI(
            facts, figures: figures, backups: world.service, room: { Room(freeBytes: 5, totalBytes: 9) },
            isLocked: { () throws(BackupError) in try lock.get() }
        ).respond(to: Request(method: method, target: path))
    }

    private func lines(of response: Response) -> [String] {
        String(decoding: response.body, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test func `health follows what can be seen`() {
        #expect(ask("/healthz").status == .serviceUnavailable)

        world.add(id: 1, at: world.now)

        #expect(ask("/healthz").status == .ok)
        world.now += 3601
        #expect(ask("/healthz").status == .serviceUnavailable)
    }

    @Test func `a backup without a manifest, or of another size than it tells, proves nothing`() {
        world.add(id: 1, at: world.now, hasManifest: false)
        let cut = world.add(id: 2, at: world.now.addingTimeInterval(-10))
        if let file = cut.file { world.storage.contents.files[file] = [1] }

        #expect(ask("/healthz").status == .serviceUnavailable)
        let lines = lines(of: ask("/metrics"))
        for line in ["backupd_backups 2", "backupd_broken_backups 1", "backupd_storage_free_bytes 5"] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test func `without a database there are figures all the same`() {
        let gone = BackupError.databaseUnavailable(reason: "gone")
        world.disturbance.arm(.refusal, atCall: 1)

        let lines = lines(of: ask("/metrics", lock: .failure(gone)))

        #expect(lines.contains("backupd_database_up 0"))
        #expect(lines.contains("backupd_healthy 0"))
        #expect(lines.contains("backupd_request_threads 8"))
        #expect(!lines.contains { $0.hasPrefix("backupd_lock_held ") })
        #expect(lines.last == "# EOF")
    }

    @Test(arguments: [true, false])
    func `the lock is held or not`(isHeld: Bool) {
        let lines = lines(of: ask("/metrics", lock: .success(isHeld)))

        #expect(lines.contains("backupd_lock_held \(isHeld ? 1 : 0)"))
        #expect(lines.contains("backupd_database_up 1"))
    }

    @Test func `requests are counted by route and status`() throws {
        let answers: [(String?, Status)] = [("GET /a", .ok), ("GET /a", .ok), ("POST /a", .conflict), (nil, .notFound)]
        let responder = CountedResponder(
            Scripted { request in
                var response = Response(answers[Int(request.rawPath.dropFirst()) ?? 0].1)
                response.route = answers[Int(request.rawPath.dropFirst()) ?? 0].0
                return response
            }, in: figures)

        for number in answers.indices { _ = responder.respond(to: Request(method: "GET", target: "/\(number)")) }

        let lines = lines(of: ask("/metrics"))
        #expect(lines.contains(#"backupd_requests_total{route="GET /a",status="200"} 2"#))
        #expect(lines.contains(#"backupd_requests_total{route="POST /a",status="409"} 1"#))
        #expect(lines.contains(#"backupd_requests_total{route="none",status="404"} 1"#))
        #expect(lines.contains(#"backupd_request_duration_seconds_bucket{route="GET /a",le="+Inf"} 2"#))
        #expect(lines.contains(#"backupd_request_duration_seconds_count{route="GET /a"} 2"#))
        #expect(lines.contains("backupd_requests_in_progress 0"))
    }

    @Test func `backups are counted, and failures by cause`() throws {
        let dump = DumpFigures(seconds: 2.5, sqlBytes: 100, fileBytes: 10, meanLevel: 5.5)
        let made = BackupOutcome.Made(backup: .sample(id: 1), dump: dump, sha256: "", provedAt: .sample)
        let full = BackupError.storageFull(reason: "")
        let results: [Result<BackupOutcome.Made, BackupError>] = [
            .success(made), .success(made), .failure(full), .failure(.alreadyRunning),
        ]

        for result in results {
            figures.note(BackupOutcome(request: nil, userID: nil, seconds: 3, result: result))
        }
        figures.noteHookFailure()

        let lines = lines(of: ask("/metrics"))
        for line in [
            "backupd_backups_created_total 2", #"backupd_backup_failures_total{cause="storage_full"} 1"#,
            #"backupd_backup_failures_total{cause="already_running"} 1"#,
            #"backupd_backup_failures_total{cause="dump"} 0"#, "backupd_hook_failures_total 1",
            "backupd_dump_seconds_total 5.0", "backupd_dump_sql_bytes_total 200", "backupd_dump_file_bytes_total 20",
            "backupd_last_dump_seconds 2.5", "backupd_last_dump_gzip_level 5.5",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test func `there is nothing else to be had`() {
        #expect(ask("/").status == .notFound)
        #expect(ask("/metrics/x").status == .notFound)
        #expect(ask("/%zz").status == .notFound)
        #expect(ask("/metrics", "POST").status == .methodNotAllowed)
        #expect(ask("/healthz", "DELETE").headers["Allow"] == "GET, HEAD")
    }

    @Test func `bounds are upper bounds, and nothing is lost above the last`() {
        let histogram = Histogram()

        for time in [Duration.microseconds(500), .milliseconds(600), .seconds(3600), .seconds(4000)] {
            histogram.add(time)
        }

        #expect(histogram.cumulated.first == 1)
        #expect(Array(histogram.cumulated.suffix(2)) == [3, 4])
        #expect(histogram.sum == 7600.6005)
    }

    @Test func `no label can end its line`() {
        var document = OpenMetrics()
        document.family("a", .gauge, "a \\ b\nc")
        document.add("", ["l": "a\"b\\c\nd"], 1)

        #expect(document.text == "# TYPE a gauge\n# HELP a a \\\\ b\\nc\na{l=\"a\\\"b\\\\c\\nd\"} 1\n# EOF\n")
    }
}

private struct Scripted: Responder {
    let answer: @Sendable (Request) -> Response

    func respond(to request: Request) -> Response { answer(request) }
}

import BackupCore
import FoundationEssentials
import Gzip
import MySQL
import Posix
import TestSupport

/// A backup of some kilobytes, made by the real service, compressor and scanner of a text in memory.
struct SmallBackup {
    let storage: any BackupStorage
    let backup: Backup
    let name: StoredName
    let verifier: BackupVerifier
    let extractor: TableExtractor

    init(of text: String = SmallBackup.text, in storage: any BackupStorage) throws {
        let dumper = TextDumper(text)
        let service = BackupService(
            dumper: dumper, compressor: ParallelGzip(level: .fixed(6), workers: 1), storage: storage,
            catalog: InMemoryCatalog(), lock: FakeLock(), retention: RetentionPolicy(keepLast: 10), roomMargin: 20,
            clock: BackupService.Clock(now: { .sample }, localTime: \.asUTC), log: RecordedLog().log)
        self.storage = storage
        backup = try service.create(by: nil)
        guard let name = backup.file else { throw Unexpected("the backup has no file") }
        self.name = name
        let gunzip = Gunzip(workers: 2, cancellation: try Cancellation())
        let scanner = MySQLDumpScanner()
        verifier = BackupVerifier(storage: storage, decompressor: gunzip, scanner: scanner)
        extractor = TableExtractor(
            storage: storage, decompressor: gunzip, scanner: scanner, joiner: GzipJoiner())
    }

    static let tables = ["customers", "it`s", "notes", "products"]

    /// As mariadb-dump writes it; its rows are noise, so that the file is not much smaller.
    static let text: String = {
        var generator = SystemRandomNumberGenerator()
        let sections = tables.map { table in
            let name = table.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "``")
            let rows = (1...3).map { "(\($0),'\(String(generator.next(), radix: 36))-- Dump completed\\n')" }
            return """

                --
                -- Table structure for table `\(name)`
                --

                DROP TABLE IF EXISTS `\(name)`;
                CREATE TABLE `\(name)` (
                  `id` int(11) NOT NULL,
                  `text` varchar(255)
                ) ENGINE=InnoDB;

                --
                -- Dumping data for table `\(name)`
                --

                INSERT INTO `\(name)` VALUES
                \(rows.joined(separator: ",\n"));

                """
        }
        return """
            -- MariaDB dump 10.19
            /*!40101 SET NAMES utf8mb4 */;
            /*!40014 SET FOREIGN_KEY_CHECKS=0 */;
            \(sections.joined())
            --
            -- Dumping routines for database 'erp'
            --

            -- Dump completed on 2026-02-23 14:30:00

            """
    }()
}

extension SmallBackup {
    /// The same backup in memory, where it can be spoiled.
    static func inMemory(of text: String = SmallBackup.text) throws -> (SmallBackup, InMemoryStorage) {
        let storage = InMemoryStorage()
        return (try SmallBackup(of: text, in: storage), storage)
    }

    /// The outcome of a verification; nil when it is proved.
    func damage(_ change: (inout Backup) -> Void = { _ in }) -> BackupError? {
        var backup = backup
        change(&backup)
        do throws(BackupError) {
            _ = try verifier.verify(backup)
            return nil
        } catch {
            return error
        }
    }

    /// Whether a verification finds the backup damaged, and not something else wrong.
    func isFoundDamaged(_ change: (inout Backup) -> Void = { _ in }) -> Bool {
        if case .damaged = damage(change) { true } else { false }
    }
}

import BackupCore
import Gzip
import MySQL
import Posix
import TestSupport
import Testing

/// Files without a manifest, as the PHP module makes them: by the system's gzip.
@Suite struct ForeignBackupTests {
    private let storage = InMemoryStorage()
    private let scratch: ScratchFolder
    private let name = StoredName.sample("foreign.sql.gz")

    init() throws { scratch = try ScratchFolder() }

    /// Compresses texts, each into a member of its own.
    private func members(_ texts: String..., options: String = "-6") throws -> [UInt8] {
        try texts.flatMap { text in
            try scratch.write(text, to: "dump.sql")
            return try Program.succeed("gzip", [options, "-c", scratch.path(of: "dump.sql")]).output
        }
    }

    private func verification(of bytes: [UInt8]) -> Result<Verification, BackupError> {
        storage.contents.files[name] = bytes
        var backup = Backup.sample(id: 1, file: name)
        backup.sizeInBytes = Int64(bytes.count)
        let row = backup
        return Result { () throws(BackupError) in
            let gunzip = Gunzip(workers: 1, cancellation: try cancellation())
            return try BackupVerifier(storage: storage, decompressor: gunzip, scanner: MySQLDumpScanner()).verify(row)
        }
    }

    private func cancellation() throws(BackupError) -> Cancellation {
        do throws(SystemError) { return try Cancellation() } catch { throw .storageFailed(reason: "\(error)") }
    }

    private func text(of bytes: [UInt8]) throws -> String {
        let sink = CollectingSink()
        _ = try Gunzip(workers: 1, cancellation: cancellation()).decompress(
            InMemoryFile(bytes), named: name, into: sink)
        return String(decoding: sink.bytes, as: UTF8.self)
    }

    private func isDamaged(_ bytes: [UInt8]) -> Bool {
        if case .failure(.damaged) = verification(of: bytes) { true } else { false }
    }

    @Test(arguments: ["-1", "-6", "-9"])
    func `one member is proved by its sums and the trailer`(options: String) throws {
        let verification = try verification(of: members(SmallBackup.text, options: options)).get()

        #expect(verification.sqlBytes == Int64(SmallBackup.text.utf8.count))
        #expect(verification.census[.tables].count == SmallBackup.tables.count)
        #expect(verification.manifest == nil)
    }

    @Test func `several members are one text`() throws {
        let text = Array(SmallBackup.text.utf8)
        let halves = [text[..<1000], text[1000...]].map { String(decoding: $0, as: UTF8.self) }

        let verification = try verification(of: members(halves[0], "", halves[1])).get()

        #expect(verification.sqlBytes == Int64(text.count))
        #expect(isDamaged(try members(halves[0])), "the first half alone")
        #expect(isDamaged(try members(halves[0]) + members(halves[1]).dropLast()))
    }

    @Test func `a text that is no whole dump is none, however whole its file`() throws {
        #expect(isDamaged(try members("")))
        #expect(isDamaged(try members("SELECT 1;\n")))
        #expect(isDamaged(try members(SmallBackup.text + "SELECT 1;\n")))
        #expect(isDamaged(try members(SmallBackup.text, SmallBackup.text)))
        #expect(isDamaged([]))
        #expect(isDamaged(Array(SmallBackup.text.utf8)), "not compressed")
    }

    @Test func `every truncation is found, and so is what follows the end`() throws {
        let whole = try members(SmallBackup.text)

        for count in whole.indices { #expect(isDamaged(Array(whole[..<count])), "\(count) bytes") }
        #expect(isDamaged(whole + [0]))
        #expect(isDamaged(whole + [0x1F, 0x8B]))
    }

    /// The header holds a time and a name that no sum covers, and between blocks there are bits without meaning.
    @Test func `no flipped bit changes the text unnoticed`() throws {
        let whole = try members(SmallBackup.text)
        let right = try verification(of: whole).get()
        var unnoticed = 0

        for position in whole.indices {
            for bit in 0..<8 {
                var bytes = whole
                bytes[position] ^= 1 << UInt8(bit)
                if case .success(let verification) = verification(of: bytes) {
                    #expect(verification == right)
                    #expect(try text(of: bytes) == SmallBackup.text)
                    unnoticed += 1
                }
            }
        }
        #expect(unnoticed < 8 * 30, "the header's, and a few more")
    }
}

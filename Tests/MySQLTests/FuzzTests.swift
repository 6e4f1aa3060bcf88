import BackupCore
import TestSupport
import Testing

@testable import MySQL

/// What holds of the dump's reader whatever it reads.
@Suite struct FuzzTests {
    private static let words = [
        "'", "\"", "`", "\\", ";", ";;", "\n", ";\n", "--", "-- ", "#", "/*", "/*!", "/*!50001 ", "/*M!100100 ",
        "/*!999999", "*/", "DELIMITER ;;\n", "DELIMITER ;\n", "DELIMITER \n", "DELIMITER", "INSERT INTO `t` VALUES ",
        "VALUES", "(1,'a');\n", "CREATE TABLE `t` (", "CREATE VIEW ", "CREATE ALGORITHM=x VIEW v ", "PROCEDURE p",
        "-- Table structure for table `t`\n", "-- Dumping routines for \n", "-- Dump completed\n", "SET NAMES utf8mb4;",
        "SET sql_mode = 'NO_BACKSLASH_ESCAPES';", "SET sql_mode = '';", "IF NOT EXISTS", ".", "\0", "\u{FF}", "é",
    ]

    private static let dumps = Result {
        try ["mariadb", "mysql"].map { try Files.bytes(at: "\(TestDatabase.data)/dumps/\($0).sql") }
    }

    /// A dump, a dump that something happened to, or words of one in no order.
    private func text(_ fuzz: inout Fuzz) throws -> [UInt8] {
        let dump = fuzz.pick(try Self.dumps.get())
        switch fuzz.below(6) {
        case 0: return fuzz.bytes(upTo: 300)
        case 1, 2: return Array(fuzz.text(of: Self.words, upTo: 40).utf8)
        default: return fuzz.mutated(dump, with: Self.words)
        }
    }

    /// What is found in a text that comes in `reads`, and the text as it was cut.
    private func reading(_ reads: [[UInt8]]) -> (contents: DumpContents, pieces: [[UInt8]]) {
        var structure = DumpStructure()
        var (pieces, piece) = ([[UInt8]](), [UInt8]())
        for read in reads {
            var rest = read[...]
            while !rest.isEmpty {
                let taken = rest.withUnsafeBytes { structure.read($0) }
                piece += rest.prefix(taken)
                rest = rest.dropFirst(taken)
                guard structure.isAtCut else { continue }
                pieces.append(piece)
                piece = []
            }
        }
        return (structure.finish(), piece.isEmpty ? pieces : pieces + [piece])
    }

    @Test func `a dump says the same however it comes, and its pieces say together what the whole says`() throws {
        try Fuzz.run("dump structure", cases: 150) { fuzz in
            let text = try text(&fuzz)
            let shown = String(decoding: text.suffix(2000), as: UTF8.self)

            let (whole, cuts) = reading([text])
            let again = reading(fuzz.pieces(of: text))

            try fuzz.check(cuts.flatMap(\.self) == text, "bytes got lost in \(shown)")
            try fuzz.check(again.contents == whole && again.pieces == cuts, "reads change what is found in \(shown)")
            var sum = DumpContents()
            for piece in cuts { sum.append(reading([piece]).contents) }
            try fuzz.check(sum.census == whole.census, "pieces change the census of \(shown)")
            try fuzz.check(sum.breakOff == whole.breakOff, "pieces change the end of \(shown)")
            try fuzz.check(sum.namesCharacterSet == whole.namesCharacterSet, "pieces change SET NAMES in \(shown)")
            try fuzz.check(sum.repeated.isEmpty == whole.repeated.isEmpty, "pieces change what repeats in \(shown)")
        }
    }

    @Test func `the place of each table is where it was cut`() throws {
        try Fuzz.run("dump tables", cases: 60) { fuzz in
            let (contents, pieces) = reading([try text(&fuzz)])

            var (starts, end): (Set<Int64>, Int64) = ([], 0)
            for piece in pieces {
                starts.insert(end)
                end += Int64(piece.count)
            }
            starts.insert(end)
            for table in contents.tables {
                let isPlace = starts.contains(table.sqlOffset) && starts.contains(table.sqlOffset + table.sqlBytes)
                try fuzz.check(isPlace, "\(table) does not begin and end with a piece: \(starts.sorted())")
            }
        }
    }

    @Test(arguments: ["mariadb", "mysql"]) func `a dump that lacks its end is none, wherever it ends`(name: String)
        throws
    {
        let dump = try Files.bytes(at: "\(TestDatabase.data)/dumps/\(name).sql")
        let census = reading([dump]).contents.census
        #expect(reading([dump]).contents.flaw(expecting: census) == nil)
        #expect(Census.Kind.allCases.allSatisfy { !census[$0].isEmpty || ($0 == .sequences && name == "mysql") })

        var structure = DumpStructure()
        for (index, byte) in dump.enumerated() where dump[index...].contains(where: { $0 > 0x20 }) {
            var sofar = structure
            #expect(sofar.finish().breakOff != nil, "\(index) bytes")
            _ = [byte].withUnsafeBytes { structure.read($0) }
        }
        #expect(reading([dump.dropLast()]).contents.breakOff != nil, "the last line is not whole")
    }

    @Test(arguments: [
        "'", "\"", ";", "\n", "/*!", "`", "\\", "-", "/", "*", "#", "/*!5", "*/", "-- \n", ";\n", "VALUES", "INSERT ",
        "a",
        "DELIMITER a\n", "DELIMITER", "CREATE TABLE t;", "-- Table structure for table `t`\nCREATE TABLE t (", "\u{FF}",
    ])
    func `megabytes of one thing are read like any others`(word: String) throws {
        let piece = Array(String(repeating: word, count: 8192 / word.utf8.count).utf8)
        let size = ["'", ";", "\n", "/*!"].contains(word) ? 4 << 20 : 512 << 10
        let start = ContinuousClock.now
        var structure = DumpStructure()

        for _ in 0..<(size / piece.count) {
            var rest = piece[...]
            while !rest.isEmpty { rest = rest.dropFirst(rest.withUnsafeBytes { structure.read($0) }) }
        }

        #expect(structure.finish().breakOff != nil)
        #expect(.now - start < .seconds(60))
    }

    @Test func `grants of any form are read, and give no right that their text does not name`() throws {
        let words = [
            "GRANT ", "REVOKE ", "SELECT", "ALL PRIVILEGES", ", ", "SHOW VIEW", " ON ", "*.*", "`erp`.*", "`e%`.*",
            "\"erp\".*", "`erp\\_1`.*", "`", "\"", "'", "%", "_", "\\", ".*", " TO ", " FROM ", "`u`@`%`", "é",
            "\u{301}", "(",
        ]
        try Fuzz.run("grants", cases: 400) { fuzz in
            let grants = (0...fuzz.below(3)).map { _ in fuzz.text(of: words, upTo: 14) }

            let privileges = DumpPrivileges(grants: grants, database: "erp_1")

            let text = grants.joined(separator: "\n").uppercased()
            let unnamed = privileges.missing(canReadRoutineTable: true).isEmpty && !text.contains("GRANT ")
            try fuzz.check(!unnamed, "rights came from nowhere: \(grants)")
            let named = ["SELECT", "ALL PRIVILEGES"].contains { text.contains($0) }
            try fuzz.check(named || !privileges.held.contains("SELECT"), "SELECT came from nowhere: \(grants)")
        }
    }
}

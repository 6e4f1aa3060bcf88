import BackupCore
import TestSupport
import Testing

@testable import MySQL

/// What holds of the text on its way into a database, whatever it is.
@Suite struct RestoreFuzzTests {
    private static let words = [
        "'", "\"", "`", "\\", ";", "\n", "-", "-- ", "/", "/*!50003 ", "*/", "DELIMITER ;;\n", "DELIMITER ;\n",
        "CREATE ",
        "DEFINER", "=", "DEFINER=`a`@`b` ", "@", "TRIGGER ", "EVENT e ", "erp.", "`erp`.`t`", "ALTER DATABASE `erp` ",
        "CHARACTER SET x;", "USE ", "INSERT INTO `t` VALUES ", "(1,'a'),", "(", ")", ");\n", "IF NOT EXISTS ", "ENABLE",
        "CREATE TABLE t (", "VIEW v AS ", "nextval(`erp`.`s`)", "nextval(", "DATA DIRECTORY='/x/'", "INDEX ",
        "DIRECTORY ", "-- Host: localhost    Database: erp\n",
    ]

    private func text(_ fuzz: inout Fuzz) throws -> [UInt8] {
        let name = fuzz.pick(["mariadb", "mysql"])
        let dump = try Files.bytes(at: "\(TestDatabase.data)/dumps/\(name).sql")
        return fuzz.isOne(in: 2)
            ? fuzz.mutated(dump, with: Self.words) : Array(fuzz.text(of: Self.words, upTo: 30).utf8)
    }

    /// What the filter passes on; nil when it refuses.
    private func filtered(_ pieces: [[UInt8]], _ edits: StatementEdits) -> [UInt8]? {
        var filter = DumpFilter(edits)
        let sink = CollectingSink()
        do throws(BackupError) {
            for piece in pieces { try filter.write(piece.span.bytes, to: sink) }
            try filter.finish(to: sink)
            return sink.bytes
        } catch {
            return nil
        }
    }

    @Test func `a text is passed on the same however it comes, and only statements are changed`() throws {
        try Fuzz.run("dump filter", cases: 120) { fuzz in
            let text = try text(&fuzz)
            let edits = StatementEdits(
                stripsDefiners: fuzz.isOne(in: 2), disablesEvents: fuzz.isOne(in: 2), target: "copy")
            let shown = String(decoding: text.suffix(2000), as: UTF8.self)

            let whole = filtered([text], edits)

            try fuzz.check(
                filtered(fuzz.pieces(of: text), edits) == whole, "writes change what is passed on of \(shown)")
            if !["CREATE", "ALTER"].contains(where: { shown.uppercased().contains($0) }), text.count < 2000, let whole {
                try fuzz.check(whole == text, "data changed in \(shown)")
            }
        }
    }

    @Test func `rows are found the same however they come`() throws {
        try Fuzz.run("rows", cases: 120) { fuzz in
            let text = try text(&fuzz)
            var whole = RowSearch()
            var again = RowSearch()

            text.withUnsafeBytes { whole.read($0) }
            for piece in fuzz.pieces(of: text) { piece.withUnsafeBytes { again.read($0) } }

            let shown = String(decoding: text.suffix(2000), as: UTF8.self)
            try fuzz.check(whole.tables == again.tables, "reads change the rows of \(shown)")
        }
    }
}

import BackupCore
import TestSupport
import Testing

@testable import MySQL

/// What a dump must not do in another database, and whole dumps on their way.
@Suite struct DumpFilterStreamTests {
    private static let head = "-- MySQL dump\n/*!40101 SET NAMES utf8mb4 */;\n"
    private static let tail = "\n-- Dump completed\n"

    @Test(arguments: [
        ("USE `erp`;", "its text chooses a database of its own (USE)"),
        ("/*!40000 DROP DATABASE IF EXISTS `erp`*/;", "its text drops a database"),
        ("CREATE DATABASE /*!32312 IF NOT EXISTS*/ `erp`;", "its text makes a database of its own"),
        ("CREATE OR REPLACE SCHEMA erp;", "its text makes a database of its own"),
        ("CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1;", "whether an event is to run is not understood"),
        ("CREATE TRIGGER tr;", "the beginning of a trigger is not understood"),
    ])
    func `what would act elsewhere is refused, and none of it passed on`(statement: String, reason: String) {
        for size in [1, 4, 10_000] {
            let sink = CollectingSink()
            var filter = DumpFilter(StatementEdits(disablesEvents: true))
            var rest = Array((Self.head + statement + Self.tail).utf8)[...]

            #expect(throws: BackupError.restoreFailed(reason: reason)) {
                while !rest.isEmpty {
                    let piece = Array(rest.prefix(size))
                    rest = rest.dropFirst(size)
                    try filter.write(piece.span.bytes, to: sink)
                }
            }

            #expect("\(Self.head)/*!40000 ".hasPrefix(String(decoding: sink.bytes, as: UTF8.self)))
        }
    }

    @Test func `a statement that never says what it is is given up`() {
        #expect(throws: BackupError.self) {
            try filtered("'" + String(repeating: "x", count: 2 << 20), inPiecesOf: [], StatementEdits())
        }
    }

    @Test(.enabled(if: RealDump.isInstalled, "needs mariadbd and a dump program"), arguments: [1, 2, 3] as [UInt64])
    func `a real dump loses its definers, cut at random, and keeps every other byte`(seed: UInt64) throws {
        let home = try TestDatabase(named: "ugly")
        try home.run(file: TestDatabase.data + "/ugly.sql")
        try home.run("DELETE FROM big_row WHERE id = 1")
        let text = try RealDump(of: home.place).text().text
        let inData = "'CREATE DEFINER=`root`@`localhost` VIEW v AS SELECT 1;'"
        let wanted = text.replacing(inData, with: "\u{1}").replacing("DEFINER=`root`@`localhost`", with: "")
            .replacing("DEFINER=\"root\"@\"localhost\"", with: "").replacing("\u{1}", with: inData)
            .replacing("ALTER DATABASE `\(home.name)`", with: "ALTER DATABASE ")
        var random = seed
        let cuts = sequence(state: 0) { _ -> Int? in
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(random >> 33) % (random & 1 == 0 ? 4 : 3000) + 1
        }

        let found = try filtered(text, inPiecesOf: cuts, StatementEdits(stripsDefiners: true))

        #expect(found == wanted)
        #expect(wanted.utf8.count < text.utf8.count - 300)
    }
}

import BackupCore
import TestSupport
import Testing

@testable import MySQL

/// What a dump is found to hold, whatever stands in its data.
@Suite struct DumpStructureTests {
    private static let head = "-- MariaDB dump\n/*!40101 SET NAMES utf8mb4 */;\n"
    private static let trailer = "\n-- Dump completed on 2026-02-23 14:30:00\n"

    private func contents(of text: String, inPiecesOf size: Int = .max) -> DumpContents {
        var structure = DumpStructure()
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let piece = Array(bytes[start..<min(bytes.count, start + min(size, bytes.count))])
            start += piece.withUnsafeBytes { structure.read($0) }
        }
        return structure.finish()
    }

    private func census(_ objects: KeyValuePairs<Census.Kind, String>) -> Census {
        var census = Census()
        for (kind, name) in objects { census.insert(ObjectName(name), as: kind) }
        return census
    }

    @Test(arguments: [
        ("CREATE TABLE `t` (`id` int);", Census.Kind.tables, "t"),
        ("CREATE TABLE `a``b\nc;` (`-- Dump completed\n` int);", .tables, "a`b\nc;"),
        ("CREATE SEQUENCE `s` start with 1;", .sequences, "s"),
        (
            """
            /*!50001 CREATE ALGORITHM=UNDEFINED */
            /*!50013 DEFINER=`VIEW`@`%` SQL SECURITY DEFINER */
            /*!50001 VIEW `v` AS select 1 AS `TABLE` */;
            """, .views, "v"
        ),
        (
            "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER `tr` BEFORE INSERT ON `t` */;;\n"
                + "DELIMITER ;", .triggers, "tr"
        ),
        (
            "DELIMITER ;;\n/*!50003 CREATE*/ /*!50003 trigger erp.tr before insert on t for each row begin end */;;\n"
                + "DELIMITER ;", .triggers, "tr"
        ),
        (
            "DELIMITER ;;\n/*!50003 CREATE*/ /*!50003 trigger if not exists \"t r\" before insert on t */;;\n"
                + "DELIMITER ;", .triggers, "t r"
        ),
        (
            "DELIMITER ;;\n/*!50106 CREATE*/ /*!50117 DEFINER=`a`@`b`*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 DAY DO "
                + "CREATE TABLE `x` (id int) */ ;;\nDELIMITER ;", .events, "e"
        ),
        (
            "DELIMITER ;;\nCREATE DEFINER=`a`@`b` PROCEDURE `p`()\nbegin select ';;'; select 1; end ;;\nDELIMITER ;",
            .routines, "PROCEDURE p"
        ),
        (
            "DELIMITER ;;\nCREATE DEFINER=\"a\"@\"b\" AGGREGATE FUNCTION \"f\"(x int) returns int return 1\n;;\nDELIMITER ;",
            .routines, "FUNCTION f"
        ),
        ("DELIMITER ;;\nCREATE DEFINER=`a`@`b` PACKAGE BODY `k` as x\n;;\nDELIMITER ;", .routines, "PACKAGE BODY k"),
    ])
    func `an object counts when the statement that makes it is there`(
        statement: String, kind: Census.Kind, name: String
    ) {
        let text = Self.head + statement + "\n" + Self.trailer

        for size in [1, 2, 3, 7, 1000] {
            let found = contents(of: text, inPiecesOf: size)
            #expect(found.flaw(expecting: census([kind: name])) == nil, "in pieces of \(size)")
        }
    }

    @Test(arguments: [
        "INSERT INTO `t` VALUES (1,'\\n-- Dump completed on 2026\\nCREATE TABLE `x` (id int);'),(2,'a;');",
        "INSERT INTO `t` VALUES\n(1,'\\'; CREATE TABLE `x` (id int);'),\n(2,'DELIMITER ;;');",
        "INSERT INTO `t\n` (`VALUES`, `\n-- Dump completed\n`) VALUES (1,';');",
        "/* CREATE TABLE `x` (id int); -- Dump completed */",
        "/*!50001 CREATE TABLE `v` (\n `a` tinyint NOT NULL\n) ENGINE=MyISAM */;",
        "/*!50001 CREATE VIEW `v` AS SELECT\n 1 AS `a`*/;",
        "DROP TABLE IF EXISTS `x`; -- CREATE TABLE `x` (id int);\n",
        "/*!50003 SET sql_mode = 'NO_BACKSLASH_ESCAPES' */ ;\nDELIMITER ;;\nSELECT '\\' ;;\nDELIMITER ;\n"
            + "/*!50003 SET sql_mode = @saved_sql_mode */ ;",
        "ALTER TABLE `a` COMMENT 'it''s\n-- Dump completed\nCREATE TABLE `x` (id int);\n';",
        "SELECT 5--3, 6-- 2; ;\n;",
        "SET NAMES utf8mb4;",
    ])
    func `data, stand-ins and comments are no objects`(text: String) {
        let whole = Self.head + "CREATE TABLE `t` (`id` int);\n" + text + "\n" + Self.trailer

        for size in [1, 5, 1000] {
            #expect(contents(of: whole, inPiecesOf: size).flaw(expecting: census([.tables: "t"])) == nil)
        }
    }

    @Test(arguments: [
        ("CREATE TABLE `t` (`id` int);\n", "its last line is not '-- Dump completed'"),
        ("CREATE TABLE `t` (`id` int);\n-- Dump completed", "its last line is not '-- Dump completed'"),
        ("CREATE TABLE `t` (`id` int);\n-- Dump completed\nSELECT 1;\n", "text follows the line '-- Dump completed'"),
        ("CREATE TABLE `t` (`id` int);\n-- Dump completed\nS", "text follows the line '-- Dump completed'"),
        ("CREATE TABLE `t` (`id` int);\n-- Dump completed\n\0\0", "it holds zero bytes, which no dump program writes"),
        (
            "INSERT INTO `t` VALUES (1),\n(\0),\n(2);\n-- Dump completed\n",
            "it holds zero bytes, which no dump program writes"
        ),
        (
            "CREATE TABLE `t` (`id` int);\n-- Dump completed\n-- Dump completed\n",
            "text follows the line '-- Dump completed'"
        ),
        ("INSERT INTO `t` VALUES (1,'a\n-- Dump completed\n", "its last line is not '-- Dump completed'"),
        ("CREATE TABLE `t` (`id` int\n-- Dump completed\n", "its last line is not '-- Dump completed'"),
        ("DELIMITER ;;\n-- Dump completed\n", "its last line is not '-- Dump completed'"),
        ("\n-- Dump completed\n", "it lacks table 't'"),
        (
            "CREATE TABLE `t` (`id` int);\nCREATE TABLE `u` (`id` int);\n-- Dump completed\n",
            "it holds more than the schema did: table 'u'"
        ),
        (
            "CREATE TABLE `t` (`id` int);\nCREATE TABLE `t` (`id` int);\n-- Dump completed\n",
            "it makes more than once: 't'"
        ),
    ])
    func `a text that is not the whole says what it lacks`(text: String, flaw: String) {
        #expect(contents(of: Self.head + text).flaw(expecting: census([.tables: "t"])) == flaw)
    }

    @Test func `a name made over a latin1 connection is read in its bytes`() {
        var structure = DumpStructure()
        let text = Array((Self.head + "DELIMITER ;;\n/*!50003 CREATE*/ /*!50003 TRIGGER `tr").utf8) + [0xE9]
        let rest = Array("` BEFORE INSERT ON `t` */;;\nDELIMITER ;\n\(Self.trailer)".utf8)

        _ = (text + rest).withUnsafeBytes { structure.read($0) }

        #expect(structure.finish().flaw(expecting: census([.triggers: "tr\u{E9}"])) == nil)
    }

    @Test func `a dump in another character set is flawed`() {
        let text = "/*!40101 SET NAMES latin1 */;\nCREATE TABLE `t` (`id` int);\n-- Dump completed\n"

        let flaw = "it does not begin with SET NAMES utf8mb4, so texts in it may be damaged"
        #expect(contents(of: text).flaw(expecting: census([.tables: "t"])) == flaw)
    }
}

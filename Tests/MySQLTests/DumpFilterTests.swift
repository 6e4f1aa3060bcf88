import BackupCore
import TestSupport
import Testing

@testable import MySQL

/// What is changed in a dump on its way into another database, and what is not.
@Suite struct DumpFilterTests {
    private static let head = "-- MySQL dump\n/*!40101 SET NAMES utf8mb4 */;\n"
    private static let tail = "\n-- Dump completed\n"

    private func expect(
        _ text: String, becomes wanted: String, _ edits: StatementEdits, _ location: SourceLocation = #_sourceLocation
    ) throws {
        for size in [1, 2, 3, 7, 50, 100_000] {
            let pieces = repeatElement(size, count: 100_000)
            let found = try filtered(Self.head + text + Self.tail, inPiecesOf: pieces, edits)
            #expect(found == Self.head + wanted + Self.tail, "in pieces of \(size)", sourceLocation: location)
        }
    }

    @Test(arguments: [
        (
            "CREATE DEFINER=`root`@`localhost` FUNCTION f() RETURNS INT RETURN 1;",
            "CREATE  FUNCTION f() RETURNS INT RETURN 1;"
        ),
        ("CREATE DEFINER=\"root\"@\"%\" PROCEDURE \"p\"() SELECT 1;", "CREATE  PROCEDURE \"p\"() SELECT 1;"),
        ("CREATE DEFINER='a''b'@'c' PROCEDURE p() SELECT 1;", "CREATE  PROCEDURE p() SELECT 1;"),
        ("CREATE DEFINER=root@localhost PROCEDURE p() SELECT 1;", "CREATE  PROCEDURE p() SELECT 1;"),
        ("CREATE DEFINER=root@127.0.0.1 PROCEDURE p() SELECT 1;", "CREATE  PROCEDURE p() SELECT 1;"),
        ("CREATE DEFINER=root@'10.0.%' PROCEDURE p() SELECT 1;", "CREATE  PROCEDURE p() SELECT 1;"),
        ("CREATE DEFINER='root'@localhost PROCEDURE p() SELECT 1;", "CREATE  PROCEDURE p() SELECT 1;"),
        ("create definer = `a` @ `b` procedure p() select 1;", "create  procedure p() select 1;"),
        ("CREATE DEFINER=CURRENT_USER PROCEDURE p() SELECT 1;", "CREATE  PROCEDURE p() SELECT 1;"),
        ("CREATE DEFINER=CURRENT_USER() PROCEDURE p() SELECT 1;", "CREATE  PROCEDURE p() SELECT 1;"),
        (
            "CREATE DEFINER=`a role` AGGREGATE FUNCTION f(x INT) RETURNS INT RETURN 1;",
            "CREATE  AGGREGATE FUNCTION f(x INT) RETURNS INT RETURN 1;"
        ),
        ("CREATE OR REPLACE DEFINER=role VIEW `v` AS SELECT 1;", "CREATE OR REPLACE  VIEW `v` AS SELECT 1;"),
        ("CREATE DEFINER=`it's``a@b; DEFINER=`@`%` PACKAGE BODY p AS x;", "CREATE  PACKAGE BODY p AS x;"),
        (
            "/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013 DEFINER=`a`@`b` SQL SECURITY DEFINER */\n/*!50001 VIEW `v` AS select 1 */;",
            "/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013  SQL SECURITY DEFINER */\n/*!50001 VIEW `v` AS select 1 */;"
        ),
        (
            "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER `tr` BEFORE INSERT ON `t` FOR EACH ROW SET @x = 'DEFINER=`a`@`b`' */;;\nDELIMITER ;",
            "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 */ /*!50003 TRIGGER `tr` BEFORE INSERT ON `t` FOR EACH ROW SET @x = 'DEFINER=`a`@`b`' */;;\nDELIMITER ;"
        ),
        (
            "DELIMITER ;;\n/*!50106 CREATE*/ /*!50117 DEFINER=`a`@`b`*/ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION PRESERVE ENABLE DO SELECT 1 */ ;;\nDELIMITER ;",
            "DELIMITER ;;\n/*!50106 CREATE*/ /*!50117 */ /*!50106 EVENT `e` ON SCHEDULE EVERY 1 DAY ON COMPLETION PRESERVE ENABLE DO SELECT 1 */ ;;\nDELIMITER ;"
        ),
    ])
    func `a definer goes, and nothing else`(statement: String, stripped: String) throws {
        try expect(statement, becomes: stripped, StatementEdits(stripsDefiners: true))
        try expect(statement, becomes: statement, StatementEdits())
    }

    @Test(arguments: [
        "INSERT INTO `t` VALUES (1,'CREATE DEFINER=`a`@`b` VIEW'),\n(2,'\\';\\nCREATE DEFINER=`a`@`b` VIEW');",
        "INSERT INTO `DEFINER` VALUES (1,'USE mysql;'),(2,';');",
        "CREATE TABLE `DEFINER` (`DEFINER=` text COMMENT 'DEFINER=`a`@`b`');",
        "CREATE TABLE DEFINER (a text);",
        "-- CREATE DEFINER=`a`@`b` VIEW v AS SELECT 1;\n# USE mysql\n/* USE mysql */ SELECT 1;",
        "CREATE VIEW v AS SELECT 'DEFINER=`a`@`b`', x AS `DEFINER` FROM t WHERE DEFINER = root@localhost;",
        "CREATE SQL SECURITY DEFINER VIEW v AS SELECT 1;",
        "DELIMITER ;;\nCREATE PROCEDURE p() BEGIN\nCREATE DEFINER=`a`@`b` VIEW v AS SELECT 1;\nUSE mysql;\nEND ;;\nDELIMITER ;",
        "SET @x = 'CREATE DEFINER=`a`@`b` VIEW';",
        "DROP TABLE IF EXISTS `DATABASE`;", "ALTER TABLE `DATABASE` DISABLE KEYS;", "LOCK TABLES `USE` WRITE;",
        "ALTER DATABASE CHARACTER SET latin1 COLLATE latin1_swedish_ci;", "ALTER SCHEMA DEFAULT COLLATE utf8mb4_bin;",
    ])
    func `everything else stays as it is`(text: String) throws {
        try expect(text, becomes: text, StatementEdits(stripsDefiners: true, disablesEvents: true))
    }

    @Test(arguments: [
        (
            "ALTER DATABASE `erp` CHARACTER SET latin1 COLLATE latin1_swedish_ci ;",
            "ALTER DATABASE  CHARACTER SET latin1 COLLATE latin1_swedish_ci ;"
        ),
        (
            "ALTER DATABASE erp CHARACTER SET latin1 COLLATE latin1_swedish_ci ;",
            "ALTER DATABASE  CHARACTER SET latin1 COLLATE latin1_swedish_ci ;"
        ),
        (
            "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER erp.tr BEFORE INSERT ON `erp`.`t` FOR EACH ROW SET @x = (SELECT 1 FROM erp.t) */;;\nDELIMITER ;",
            "DELIMITER ;;\n/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER tr BEFORE INSERT ON `t` FOR EACH ROW SET @x = (SELECT 1 FROM erp.t) */;;\nDELIMITER ;"
        ),
        (
            "CREATE TRIGGER IF NOT EXISTS `e``p` . `t.r` AFTER UPDATE ON t FOR EACH ROW SET @a = 1;",
            "CREATE TRIGGER IF NOT EXISTS  `t.r` AFTER UPDATE ON t FOR EACH ROW SET @a = 1;"
        ),
    ])
    func `what names the database of the dump acts on the one at hand`(statement: String, changed: String) throws {
        try expect(statement, becomes: changed, StatementEdits())
    }

    @Test(arguments: [
        (
            "/*!50106 CREATE*/ /*!50117 DEFINER=`a`@`b`*/ /*!50106 EVENT `ENABLE` ON SCHEDULE EVERY '1 2' DAY_HOUR STARTS '2026-01-01' ENDS '2027-01-01' ON COMPLETION NOT PRESERVE ENABLE COMMENT 'ENABLE' DO SET @ENABLE = 1 */;",
            "/*!50106 CREATE*/ /*!50117 DEFINER=`a`@`b`*/ /*!50106 EVENT `ENABLE` ON SCHEDULE EVERY '1 2' DAY_HOUR STARTS '2026-01-01' ENDS '2027-01-01' ON COMPLETION NOT PRESERVE DISABLE COMMENT 'ENABLE' DO SET @ENABLE = 1 */;"
        ),
        (
            "CREATE EVENT e ON SCHEDULE AT '2026-01-01' ON COMPLETION PRESERVE DISABLE ON SLAVE DO SELECT 1;",
            "CREATE EVENT e ON SCHEDULE AT '2026-01-01' ON COMPLETION PRESERVE DISABLE ON SLAVE DO SELECT 1;"
        ),
    ])
    func `in a drill no event is enabled`(statement: String, changed: String) throws {
        try expect(statement, becomes: changed, StatementEdits(disablesEvents: true))
        try expect(statement, becomes: statement, StatementEdits())
    }
}

import BackupCore
import TestSupport
import Testing

@testable import MySQL

/// What is changed in the definitions of tables and views on their way into another database, and what is not.
@Suite struct DefinitionEditsTests {
    private static let head = "-- MySQL dump\n--\n-- Host: localhost    Database: erp\n/*!40101 SET NAMES utf8mb4 */;\n"
    private static let tail = "\n-- Dump completed\n"
    /// More columns than a statement's beginning has tokens.
    private static let columns = (1...40).map { "`c\($0)` int DEFAULT NULL,\n  " }.joined()

    private func expect(
        _ text: String, becomes wanted: String, target: String = "copy", _ location: SourceLocation = #_sourceLocation
    ) throws {
        for size in [1, 3, 50, 100_000] {
            let found = try filtered(
                Self.head + text + Self.tail, inPiecesOf: repeatElement(size, count: 100_000),
                StatementEdits(target: target))
            #expect(found == Self.head + wanted + Self.tail, "in pieces of \(size)", sourceLocation: location)
        }
    }

    @Test(arguments: [
        (
            "CREATE TABLE `t` (\(columns)`id` int NOT NULL DEFAULT nextval(`erp`.`s`));",
            "CREATE TABLE `t` (\(columns)`id` int NOT NULL DEFAULT nextval(`s`));"
        ),
        (
            "CREATE TABLE t (a int DEFAULT (nextval(`erp`.`s`) + lastval(`erp`.`t`)), b int DEFAULT setval(`erp`.`s`,1,1,0));",
            "CREATE TABLE t (a int DEFAULT (nextval(`s`) + lastval(`t`)), b int DEFAULT setval(`s`,1,1,0));"
        ),
        (
            "CREATE TABLE t (a int DEFAULT (next value for erp.s), b int DEFAULT (PREVIOUS VALUE FOR \"ERP\".\"s\"));",
            "CREATE TABLE t (a int DEFAULT (next value for s), b int DEFAULT (PREVIOUS VALUE FOR \"s\"));"
        ),
        (
            "/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013 DEFINER=`a`@`b` SQL SECURITY DEFINER */\n/*!50001 VIEW `v` AS select nextval(`erp`.`s`) AS `n` */;",
            "/*!50001 CREATE ALGORITHM=UNDEFINED */\n/*!50013 DEFINER=`a`@`b` SQL SECURITY DEFINER */\n/*!50001 VIEW `v` AS select nextval(`s`) AS `n` */;"
        ),
    ])
    func `a sequence of the dump's own database becomes one of the database at hand`(
        statement: String, changed: String
    ) throws {
        try expect(statement, becomes: changed)
        try expect(statement, becomes: changed, target: "erp")
    }

    @Test(arguments: [
        "CREATE TABLE t (a int DEFAULT nextval(`other`.`s`));", "CREATE TABLE t (a int DEFAULT nextval(`s`));",
        "CREATE TABLE t (a text DEFAULT 'nextval(`erp`.`s`)' COMMENT 'x nextval(`erp`.`s`)');",
        "CREATE TABLE `nextval` (`nextval` int, `erp` int, KEY `nextval` (`erp`));",
        "INSERT INTO `t` VALUES ('nextval(`erp`.`s`)','DATA DIRECTORY=\\'/x/\\'');",
        "DELIMITER ;;\nCREATE PROCEDURE p() SELECT nextval(`erp`.`s`) ;;\nDELIMITER ;",
        "CREATE TABLE `t` (`DATA` int, `DIRECTORY` text COMMENT 'DATA DIRECTORY=\\'/x/\\'', KEY `DIRECTORY` (`DATA`));",
    ])
    func `everything else stays as it is`(text: String) throws { try expect(text, becomes: text) }

    @Test(arguments: [
        (
            "CREATE TABLE `t` (\(columns)`a` int) ENGINE=InnoDB DATA DIRECTORY='/x/' INDEX DIRECTORY='/y''z/';",
            "CREATE TABLE `t` (\(columns)`a` int) ENGINE=InnoDB  ;"
        ),
        (
            "CREATE TABLE `t` (a int) ENGINE=InnoDB /*!50100 PARTITION BY HASH (a) (PARTITION p0 DATA DIRECTORY = '/x' ENGINE = InnoDB) */;",
            "CREATE TABLE `t` (a int) ENGINE=InnoDB /*!50100 PARTITION BY HASH (a) (PARTITION p0  ENGINE = InnoDB) */;"
        ),
    ])
    func `the directories of the live tables are theirs alone`(statement: String, changed: String) throws {
        try expect(statement, becomes: changed)
        try expect(statement, becomes: statement, target: "erp")
    }

    @Test func `a definition may be longer than the beginning of a statement`() throws {
        let columns = (1...21_000).map { "`column_number_\($0)` int DEFAULT NULL COMMENT 'x'," }.joined(separator: "\n")
        let text = "\(Self.head)CREATE TABLE `t` (\(columns)\n`id` int DEFAULT nextval(`erp`.`s`));\n"

        let found = try filtered(text, inPiecesOf: repeatElement(100_000, count: 100), StatementEdits(target: "copy"))

        #expect(text.utf8.count > 1 << 20)
        #expect(found == text.replacing("`erp`.", with: ""))
    }
}

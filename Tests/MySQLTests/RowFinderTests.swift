import BackupCore
import Testing

@testable import MySQL

/// What rows a text is found to hold, however it is written and cut.
@Suite struct RowFinderTests {
    private func rows(_ text: String, inPiecesOf size: Int = 1 << 20) throws -> [ObjectName: TableRows] {
        let scan = RowFinder().scan()
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: size) {
            try scan.write(Array(bytes[start..<min(bytes.count, start + size)]).span.bytes)
        }
        return scan.rows()
    }

    private static let text = """
        CREATE TABLE `t` (`a` int DEFAULT (1));
        INSERT INTO `t` VALUES (1,'a(b),(''\\\\\\'; x',NULL),(2,0xFF,-1.5e10);
        DELIMITER ;;
        CREATE PROCEDURE p() INSERT INTO `t` VALUES (9,'9',9);
        ;;
        DELIMITER ;
        INSERT INTO `u``v` (`a`, `b`) VALUES
        (1,'\\n-- Dump completed'),
        (1,'\\n-- Dump completed');

        """

    @Test(arguments: [1, 2, 3, 5, 17, 100, 1 << 20])
    func `each row counts for its table, wherever the text is cut`(size: Int) throws {
        let found = try rows(Self.text, inPiecesOf: size)

        #expect(found == (try rows(Self.text)))
        #expect(found.mapValues(\.count) == [ObjectName("t"): 2, ObjectName("u`v"): 2])
        #expect(found[ObjectName("u`v")]?.columns == ["(", "a", ",", "b", ")"])
    }

    @Test(arguments: [
        "INSERT INTO `t` VALUES (1,'a'),(2,'b'),(2,'b');\n",
        "INSERT INTO `t` VALUES\n(1,'a'),\n(2,'b'),\n(2,'b');\n",
        "INSERT INTO `t` VALUES (2,'b'),(1,'a'),(2,'b');\n",
        "INSERT INTO `t` VALUES(1,'a');\nINSERT INTO `t` VALUES(2,'b');\nINSERT INTO `t` VALUES (2,'b');\n",
    ])
    func `neither their order nor the INSERTs around them make a difference`(text: String) throws {
        #expect(try rows(text) == rows("INSERT INTO `t` VALUES (1,'a'),(2,'b'),(2,'b');\n"))
    }

    @Test(arguments: [
        "INSERT INTO `t` VALUES (1,'a'),(2,'b');\n", "INSERT INTO `t` VALUES (1,'a'),(1,'a'),(2,'b');\n",
        "INSERT INTO `t` VALUES (1,'a'),(2,'b'),(2,'B');\n", "INSERT INTO `t` VALUES (1,'a'),(2,'b '),(2,'b');\n",
        "INSERT INTO `u` VALUES (1,'a'),(2,'b'),(2,'b');\n", "INSERT INTO `t` (`b`) VALUES (1,'a'),(2,'b'),(2,'b');\n",
        "INSERT INTO `t` VALUES (1,'a'),(2,'b'),(2,NULL);\n", "INSERT INTO `t` VALUES (1,'a'),(2,'b'),(2,'b',NULL);\n",
        "",
    ])
    func `a value, a row, a column or a table that differs does`(text: String) throws {
        #expect(try rows(text) != rows("INSERT INTO `t` VALUES (1,'a'),(2,'b'),(2,'b');\n"))
    }
}

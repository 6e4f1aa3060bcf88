import BackupCore
import Testing

@testable import MySQL

/// Where a dump's text is cut.
@Suite struct DumpCutTests {
    /// The pieces a text is cut into when it comes in reads of `size` bytes.
    private func pieces(of text: String, size: Int) -> (pieces: [String], contents: DumpContents) {
        var structure = DumpStructure()
        let bytes = Array(text.utf8)
        var (pieces, piece, start) = ([[UInt8]](), [UInt8](), 0)
        while start < bytes.count {
            let taken = bytes[start..<min(bytes.count, start + size)].withUnsafeBytes { structure.read($0) }
            piece += bytes[start..<(start + taken)]
            start += taken
            if structure.isAtCut {
                pieces.append(piece)
                piece = []
            }
        }
        return ((pieces + [piece]).map { String(decoding: $0, as: UTF8.self) }, structure.finish())
    }

    @Test(arguments: [1, 3, 64, 100_000])
    func `each table is a piece, and what follows the last one another`(size: Int) {
        let parts = [
            "-- head\n/*!40101 SET NAMES utf8mb4 */;\n\n--\n-- Table structure for table `a`\n",
            "--\nCREATE TABLE `a` (`id` int);\n--\n-- Dumping data for table `a`\n--\nINSERT INTO `a` VALUES (1);\n--\n"
                + "-- Table structure for table `b`\n",
            "--\nCREATE TABLE `b` (`id` int);\n\n--\n-- Temporary view structure for view `v`\n",
            "--\n/*!50001 CREATE VIEW `v` AS SELECT 1*/;\n--\n-- Temporary view structure for view `w`\n--\n"
                + "--\n-- Table structure for table `c`\n",
            "--\nCREATE TABLE `c` (`id` int);\n--\n-- Dumping routines for database 'erp'\n",
            "--\n\n-- Dump completed\n",
        ]

        let (pieces, contents) = pieces(of: parts.joined(), size: size)

        #expect(pieces == parts)
        let starts = parts.indices.map { Int64(parts[..<$0].joined().utf8.count) }
        let tables = [("a", 1), ("b", 2), ("c", 4)].map { name, at in
            DumpedTable(name: ObjectName(name), sqlOffset: starts[at], sqlBytes: Int64(parts[at].utf8.count))
        }
        #expect(contents.tables == tables)
    }

    @Test func `a large table is cut between its INSERTs, and a row never`() {
        let row = String(repeating: "x", count: 6 << 20)
        let insert = "INSERT INTO `a` VALUES\n(1,'\(row)'),\n(2,'\(row)');\n"
        let start = "-- Table structure for table `a`\nCREATE TABLE `a` (`v` text);\n"

        let (pieces, contents) = pieces(of: start + insert + insert + insert + "-- Dump completed\n", size: 250_000)

        #expect(pieces.map(\.utf8.count) == [33, 2 * insert.utf8.count + 29, insert.utf8.count + 18])
        #expect(contents.tables.map(\.sqlBytes) == [Int64(3 * insert.utf8.count + 29 + 18)])
        #expect(contents.endsCleanly)
    }

    @Test(arguments: ["SET sql_mode = 'NO_BACKSLASH_ESCAPES';\n", "DELIMITER ;;\n", "/*!50001 \n", "SELECT\n"])
    func `there is no cut where a piece could not be understood alone`(start: String) {
        #expect(pieces(of: start + "-- Table structure for table `a`\n", size: 100).pieces.count == 1)
    }
}

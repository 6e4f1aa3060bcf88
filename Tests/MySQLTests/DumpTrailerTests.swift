import Testing

@testable import MySQL

@Suite struct DumpTrailerTests {
    private func isComplete(_ pieces: [String]) -> Bool {
        var trailer = DumpTrailer()
        for piece in pieces { Array(piece.utf8).withUnsafeBytes { trailer.append($0) } }
        return trailer.isComplete
    }

    @Test(arguments: [
        "-- Dump completed on 2026-02-23 14:30:00\n", "-- Dump completed\n", "x;\n\n-- Dump completed\n",
        "x;\n-- Dump completed on 2026-02-23 14:30:00\n\n\n",
    ])
    func `a text whose last line is the trailer is complete`(text: String) {
        #expect(isComplete([text]))
        #expect(isComplete([String(repeating: "INSERT;\n", count: 10_000), text]))
        #expect(isComplete(text.map(String.init)), "byte by byte")
        #expect(isComplete([String(repeating: "y", count: 5000) + "\n" + text]))
    }

    @Test(arguments: [
        "", "\n", "\n\n\n", "-- Dump completed", "-- Dump complete\n", " -- Dump completed\n", "x -- Dump completed\n",
        "-- Dump completed\nINSERT INTO t VALUES (1);\n", "INSERT INTO t VALUES ('\\n-- Dump completed\\n');\n",
        "-- Dump completed\nx", "-- dump completed\n",
    ])
    func `any other text is not`(text: String) {
        #expect(!isComplete([text]))
        #expect(!isComplete(text.map(String.init)), "byte by byte")
        #expect(!isComplete([String(repeating: "-- Dump completed\n", count: 100), "x;\n", text]))
    }

    @Test func `a trailer that lies far back does not count`() {
        #expect(!isComplete(["-- Dump completed\n", String(repeating: "\n", count: 1000)]))
        #expect(!isComplete(["-- Dump completed\n", String(repeating: "x", count: 1000) + "\n"]))
    }
}

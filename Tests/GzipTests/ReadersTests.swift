import BackupCore
import TestSupport
import Testing

@testable import Gzip

/// What the world's readers make of a file: each must find the whole text in the first member.
@Suite struct ReadersTests {
    static let blockSize = 16 * 1024
    static let sizes = [0, 1, blockSize - 1, blockSize, blockSize + 1, 2 * blockSize, 37 * blockSize + 5]

    /// Reads files in pairs, text and gzip; says nothing when all is well.
    private static let python = """
        import sys, zlib, struct
        for name in sys.argv[1:]:
            text, file = open(name + '.txt', 'rb').read(), open(name + '.gz', 'rb').read()
            reader = zlib.decompressobj(31)
            found = reader.decompress(file)
            if not reader.eof: print(name, 'no end')
            if reader.unused_data: print(name, 'more than one member')
            if found != text: print(name, 'another text')
            if struct.unpack('<II', file[-8:]) != (zlib.crc32(text), len(text) % 2**32): print(name, 'trailer')
        """

    private static let php = """
        for ($i = 1; $i < $argc; $i++) {
            $found = gzdecode(file_get_contents("$argv[$i].gz"));
            if ($found !== file_get_contents("$argv[$i].txt")) echo "$argv[$i] another text\\n";
        }
        """

    private static let gzip = """
        for name; do
            gzip -t "$name.gz" && gzip -dc "$name.gz" | cmp - "$name.txt"
            [ "$(gzip -l "$name.gz" | awk 'NR == 2 { print $2 }')" = "$(stat -c %s "$name.txt")" ] || echo "$name -l"
        done
        """

    /// Writes every sample with some number of workers, and the file compressed from it.
    private func lay(_ folder: ScratchFolder) throws -> [String] {
        var names: [String] = []
        for workers in [1, 2, 5] {
            for size in Self.sizes {
                for (kind, text) in [("dump", Sample.dump(size)), ("noise", Sample.noise(size))] {
                    let sink = CollectingSink()
                    var source: any ByteSource & ~Copyable = TextSource(text)
                    let gzip = ParallelGzip(level: .fixed(6), workers: workers, blockSize: Self.blockSize)
                    _ = try gzip.compress(&source, into: sink)
                    let name = folder.path(of: "\(kind)-\(size)-\(workers)")
                    try write(text, to: name + ".txt")
                    try write(sink.bytes, to: name + ".gz")
                    names.append(name)
                }
            }
        }
        return names
    }

    private func check(_ program: String, _ arguments: [String]) throws {
        let folder = try ScratchFolder()
        let names = try lay(folder)

        let reader = try Command(program, arguments + names)

        #expect(reader.status == .exited(0))
        #expect(reader.output + reader.errors == "")
    }

    @Test func `gzip reads the whole text in one member`() throws {
        try check("sh", ["-c", Self.gzip, "sh"])
    }

    @Test(.enabled(if: Command.isInstalled("python3"), "needs python3"))
    func `Python reads the whole text in one member`() throws {
        try check("python3", ["-c", Self.python])
    }

    @Test(.enabled(if: Command.isInstalled("php"), "needs php-cli"))
    func `PHP reads the whole text in one member`() throws {
        try check("php", ["-r", Self.php, "--"])
    }

    @Test func `is hardly larger than what gzip makes`() throws {
        let folder = try ScratchFolder()
        let text = Sample.dump(4_000_000)
        try write(text, to: folder.path(of: "dump"))
        let sink = CollectingSink()
        var source: any ByteSource & ~Copyable = TextSource(text)

        _ = try ParallelGzip(level: .fixed(6), workers: 3).compress(&source, into: sink)

        let count = try Command("sh", ["-c", #"gzip -6 -c "$0" | wc -c"#, folder.path(of: "dump")]).output
        let gzipSize = try #require(Double(count.filter(\.isNumber)))
        #expect(Double(sink.bytes.count) < gzipSize * 1.005)
    }
}

import BackupCore

/// A text given in memory, which can break off.
struct TextSource: ByteSource {
    private let text: [UInt8]
    private var position = 0
    /// Where reading fails instead of going on.
    private let breaksAt: Int?
    /// Where the text is cut, in order.
    private let cuts: [Int]

    static let failure = BackupError.dumpFailed(reason: "the text broke off")

    init(_ text: [UInt8], cuts: [Int] = [], breaksAt: Int? = nil) {
        self.cuts = cuts
        self.text = text
        self.breaksAt = breaksAt
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(BackupError) -> Int {
        let next = cuts.first { $0 > position } ?? text.count
        let count = min(buffer.count, next - position)
        if let breaksAt, position + count >= breaksAt { throw Self.failure }
        buffer.copyBytes(from: text[position..<(position + count)])
        position += count
        return count
    }

    var isAtCut: Bool { cuts.contains(position) }
}

/// A text that is made while it is read, as long as wanted, of rows like a dump's.
struct EndlessSource: ByteSource {
    private var remaining: Int
    private let rows = Sample.dump(64 * 1024)
    private let each: @Sendable () -> Void
    let isAtCut = false

    /// Makes so many bytes, and calls `each` at every read.
    init(count: Int, each: @escaping @Sendable () -> Void = {}) {
        remaining = count
        self.each = each
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(BackupError) -> Int {
        let count = min(buffer.count, remaining)
        if count > 0 { each() }
        for start in stride(from: 0, to: count, by: rows.count) {
            let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[start..<min(start + rows.count, count)])
            piece.copyBytes(from: rows.prefix(piece.count))
        }
        remaining -= count
        return count
    }
}

/// Numbers that look like chance and are the same every time (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Texts to compress.
enum Sample {
    static func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    /// Rows of a dump with numbers, words and times that differ.
    static func dump(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var generator = SeededGenerator(seed: seed)
        let words = ["invoice", "paid", "فاتورة", "O\\'Neil", "Zahlung", "NULL", "draft", "😀"]
        var text: [UInt8] = []
        text.reserveCapacity(count + 200)
        while text.count < count {
            let (number, amount) = (generator.next() % 1_000_000, generator.next() % 100_000)
            let word = words[Int(generator.next() % 8)]
            text += Array("(\(number),'\(word)',\(amount).00,'2026-0\(amount % 9 + 1)-1\(number % 10)'),\n".utf8)
        }
        return Array(text.prefix(count))
    }
}

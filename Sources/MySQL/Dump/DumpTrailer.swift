/// Watches the end of a dump for the line that its program writes last of all.
///
/// A row's text cannot be taken for it: the program writes line ends inside strings as `\n`, so no row begins a line.
struct DumpTrailer {
    private static let text = Array("-- Dump completed".utf8)
    /// Enough for the trailer with its date, the line before it, and empty lines.
    private static let kept = 256

    /// The last bytes of the text.
    private var tail: [UInt8] = []

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if bytes.count >= Self.kept {
            tail = Array(bytes.suffix(Self.kept))
        } else {
            tail = tail.suffix(Self.kept - bytes.count) + Array(bytes)
        }
    }

    /// Whether the last line that is not empty is the trailer, and it is a whole line.
    var isComplete: Bool {
        guard tail.last == UInt8(ascii: "\n") else { return false }
        let lastLine = tail.split(separator: UInt8(ascii: "\n")).last ?? []
        return lastLine.starts(with: Self.text)
    }
}

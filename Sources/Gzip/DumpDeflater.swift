import BackupCore
import CZlib

/// zlib at one level, but for digits in which no level finds anything.
///
/// Pictures and archives stand in a dump as the hexadecimal digits of bytes that look random (`--hex-blob`). What
/// zlib's slow levels do there is look for matches, for a fiftieth fewer bytes than Huffman codes alone give (RFC 1951
/// §3.2.7) and in nine times as long; its fast ones take what chance has to offer, for an eighth more. So where a block
/// is such digits throughout, and a part of it proves to gain next to nothing by matches, none are looked for.
final class DumpDeflater: BlockDeflater {
    private let usual: DeflateStream
    /// Made when there are digits to try it on.
    private var withoutMatches: DeflateStream?

    /// Bytes of the part that is tried.
    private static let trialSize = 16 * 1024
    /// Places that are looked at for digits, and bytes of each.
    private static let (places, placeSize) = (8, 512)

    init(level: Int32) throws(BackupError) {
        usual = try DeflateStream(level: level)
    }

    func deflate(
        _ input: UnsafeMutableBufferPointer<UInt8>, after dictionary: UnsafeMutableBufferPointer<UInt8>,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(BackupError) -> Int {
        if Self.isDigits(input) {
            let withoutMatches = try streamWithoutMatches()
            // In the middle, to judge the whole by.
            let part = UnsafeMutableBufferPointer(rebasing: input[(input.count / 2)...].prefix(Self.trialSize))
            let small = try usual.deflate(part, after: Self.none, into: output)
            if try withoutMatches.deflate(part, after: Self.none, into: output) <= small + small / 32 {
                return try withoutMatches.deflate(input, after: Self.none, into: output)
            }
        }
        return try usual.deflate(input, after: dictionary, into: output)
    }

    private func streamWithoutMatches() throws(BackupError) -> DeflateStream {
        if let withoutMatches { return withoutMatches }
        let made = try DeflateStream(level: 1, strategy: Z_HUFFMAN_ONLY)
        withoutMatches = made
        return made
    }

    private static var none: UnsafeMutableBufferPointer<UInt8> { .init(start: nil, count: 0) }

    /// Whether a block is nearly all hexadecimal digits as dump programs write them, wherever one looks.
    private static func isDigits(_ input: UnsafeMutableBufferPointer<UInt8>) -> Bool {
        guard input.count >= 2 * trialSize else { return false }
        return (0..<places).allSatisfy { place in
            let start = (input.count - placeSize) / (places - 1) * place
            let digits = input[start..<(start + placeSize)].count { byte in
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "F") ~= byte
            }
            return digits >= placeSize / 4 * 3
        }
    }
}

import BackupCore
import CZlib

/// zlib's state for raw deflate (RFC 1951), used for one block after the other.
///
/// It is allocated, not inline: zlib keeps a pointer back to the `z_stream`.
final class DeflateStream: BlockDeflater {
    private let stream: UnsafeMutablePointer<z_stream>
    private let search: Search?

    /// The most bytes of a dictionary that deflate can look back to: its window (RFC 1951 §2).
    static let windowSize = 32 * 1024

    /// How long zlib looks for a match, as `deflateTune` takes it.
    private struct Search {
        let goodLength, lazyLength, niceLength, chainLength: Int32

        /// What differs from the level's own.
        ///
        /// Both look at half as many places, and 7 goes on looking behind matches of up to 64 bytes. On a dump that
        /// took a tenth of the time away at 6, for a thousandth more bytes, and a seventh at 7, for a two-hundredth
        /// fewer.
        static let byLevel: [Int32: Search] = [
            6: Search(goodLength: 8, lazyLength: 16, niceLength: 128, chainLength: 64),
            7: Search(goodLength: 8, lazyLength: 64, niceLength: 128, chainLength: 128),
        ]
    }

    /// Allocates about 268 KB of state.
    ///
    /// `Z_FILTERED` passes over matches of less than six bytes, which in a dump are chance between numbers: files were
    /// 6 to 7 % smaller than without it. Levels 1 to 3 do not heed it.
    init(level: Int32, strategy: Int32 = Z_FILTERED) throws(BackupError) {
        search = Search.byLevel[level]
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status = zlib_deflate_init_raw(stream, level, 8, strategy)
        // From here on a throw runs `deinit`, which frees; deflateEnd takes a state that was never made.
        guard status == Z_OK else {
            throw .dumpFailed(reason: "zlib could not start: deflateInit2 returned \(status)")
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// The most bytes that `deflate` can make of `count` bytes, with the sync marker behind them.
    static func bound(of count: Int) -> Int { Int(compressBound(uLong(count))) + 64 }

    /// The byte boundary at the end comes of `Z_SYNC_FLUSH`.
    func deflate(
        _ input: UnsafeMutableBufferPointer<UInt8>, after dictionary: UnsafeMutableBufferPointer<UInt8>,
        into output: UnsafeMutableBufferPointer<UInt8>
    ) throws(BackupError) -> Int {
        guard deflateReset(stream) == Z_OK,
            dictionary.isEmpty
                || deflateSetDictionary(stream, dictionary.baseAddress, UInt32(dictionary.count)) == Z_OK
        else { throw .dumpFailed(reason: "zlib could not be set to the next block") }
        if let search {
            // Resetting has gone back to the level's own.
            deflateTune(
                stream, search.goodLength, search.lazyLength, search.niceLength, search.chainLength)
        }
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        let status = CZlib.deflate(stream, Z_SYNC_FLUSH)
        guard status == Z_OK, stream.pointee.avail_in == 0, stream.pointee.avail_out > 0 else {
            throw .dumpFailed(reason: "zlib could not compress a block: deflate returned \(status)")
        }
        return output.count - Int(stream.pointee.avail_out)
    }
}

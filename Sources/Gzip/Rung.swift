/// One way to deflate a block.
enum Rung: Sendable, Equatable {
    #if ISAL
        /// By ISA-L at its level 1.
        case isal
    #endif
    /// By zlib, at a level from 1 to 9.
    case zlib(Int32)

    /// What the automatic level chooses from, the fastest first, each smaller and slower than the one before.
    ///
    /// Chosen by measuring every level on a dump of 893 MB (`scripts/bench`, section `levels`): a rung stays away when
    /// a mix of its neighbors is as small in less time. That throws out 3, as dumps gain much from `Z_FILTERED`, which
    /// zlib's fast levels do not heed, and all above 7.
    #if ISAL
        static let ladder: [Rung] = [.isal, .zlib(4), .zlib(5), .zlib(6), .zlib(7)]
        /// Where the automatic level begins: who asks for ISA-L has more processor to lose than room.
        static let first = Rung.isal
    #else
        static let ladder: [Rung] = [.zlib(1), .zlib(2), .zlib(4), .zlib(5), .zlib(6), .zlib(7)]
        /// Where the automatic level begins: should the machine be too slow for it, that is found out within few
        /// blocks.
        static let first = Rung.zlib(6)
    #endif

    /// Milliseconds of CPU time that a megabyte of a dump takes, about, as the same section found it.
    var cost: Double {
        switch self {
        #if ISAL
            case .isal: 1.4
        #endif
        case .zlib(let level): Self.zlibCosts[Int(level) - 1]
        }
    }

    private static let zlibCosts: [Double] = [4.7, 5.5, 7.7, 11, 13.5, 15.5, 18.5, 33, 50]

    /// Its place on zlib's scale, for figures: what ISA-L does comes before zlib's 1.
    var level: Double {
        switch self {
        #if ISAL
            case .isal: 0
        #endif
        case .zlib(let level): Double(level)
        }
    }
}

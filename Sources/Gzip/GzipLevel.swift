/// How hard a text is compressed.
package enum GzipLevel: Sendable, Equatable {
    /// One of zlib's levels, 1 to 9, for the whole text.
    case fixed(Int32)
    /// Block by block, as hard as the machine can without keeping the dump waiting.
    case automatic
}

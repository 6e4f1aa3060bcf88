#pragma once
#include <zlib.h>

/// `deflateInit2` is a macro, and macros with arguments do not import.
static inline int zlib_deflate_init_raw(z_stream *stream, int level, int memory_level, int strategy) {
    return deflateInit2(stream, level, Z_DEFLATED, -MAX_WBITS, memory_level, strategy);
}

/// So is `inflateInit2`; `window_bits` is negative for raw deflate, and 16 above the window's for gzip.
static inline int zlib_inflate_init(z_stream *stream, int window_bits) { return inflateInit2(stream, window_bits); }

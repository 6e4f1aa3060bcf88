#pragma once
#include <zlib.h>

/// `deflateInit2` is a macro, and macros with arguments do not import.
static inline int zlib_deflate_init_raw(z_stream *stream, int level, int memory_level, int strategy) {
    return deflateInit2(stream, level, Z_DEFLATED, -MAX_WBITS, memory_level, strategy);
}

#pragma once
#include <isa-l/igzip_lib.h>

/// Macros of sums do not import: bytes of working memory that the library asks for at level 1 and at level 3.
enum {
    ISAL_LEVEL_1_BYTES = ISAL_DEF_LVL1_DEFAULT,
    ISAL_LEVEL_3_BYTES = ISAL_DEF_LVL3_DEFAULT,
};

#pragma once
#include <isa-l/igzip_lib.h>

/// A macro of sums does not import: bytes of working memory that the library asks for at level 1.
enum { ISAL_LEVEL_1_BYTES = ISAL_DEF_LVL1_DEFAULT };

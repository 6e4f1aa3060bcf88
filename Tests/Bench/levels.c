// What each way to deflate a block costs and gives, on one thread, with blocks and dictionaries as the worker has them.
//
//   levels FILE EVERY BLOCK_KIB WAY…    a WAY is LEVEL[f][m][/LAZY/CHAIN] or isalLEVEL
//
// f is Z_FILTERED, m memLevel 9; LAZY and CHAIN go to deflateTune, with good and nice lengths of 8 and 128.
//
// Takes every EVERY-th block of the file and prints a line a way: MB of text a second of CPU time, and bytes out a byte in.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <zlib.h>
#ifdef ISAL
#include <isa-l/igzip_lib.h>
#endif

enum { WINDOW = 32768 };

static double cpu_seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void fail(const char *what) {
    fprintf(stderr, "levels: %s\n", what);
    exit(1);
}

static z_stream zlib;
static int lazy, chain;
#ifdef ISAL
static struct isal_zstream isal;
static unsigned char work[1 << 20];
#endif

static void start(const char *way) {
#ifdef ISAL
    if (strncmp(way, "isal", 4) == 0) {
        isal_deflate_init(&isal);
        return;
    }
#endif
    memset(&zlib, 0, sizeof zlib);
    lazy = chain = 0;
    const char *search = strchr(way, '/');
    if (search && sscanf(search, "/%d/%d", &lazy, &chain) != 2) fail(way);
    int strategy = strchr(way, 'f') ? Z_FILTERED : Z_DEFAULT_STRATEGY;
    if (deflateInit2(&zlib, atoi(way), Z_DEFLATED, -15, strchr(way, 'm') ? 9 : 8, strategy) != Z_OK) fail(way);
}

static size_t block(const char *way, unsigned char *text, size_t size, unsigned char *out, size_t room) {
#ifdef ISAL
    if (strncmp(way, "isal", 4) == 0) {
        isal_deflate_reset(&isal);
        isal.level = (unsigned)atoi(way + 4);
        isal.level_buf = work;
        isal.level_buf_size = sizeof work;
        isal.flush = SYNC_FLUSH;
        isal.end_of_stream = 0;
        if (isal_deflate_set_dict(&isal, text - WINDOW, WINDOW) != COMP_OK) fail("isal_deflate_set_dict");
        isal.next_in = text, isal.avail_in = (unsigned)size, isal.next_out = out, isal.avail_out = (unsigned)room;
        if (isal_deflate(&isal) != COMP_OK || isal.avail_in != 0) fail("isal_deflate");
        return room - isal.avail_out;
    }
#endif
    if (deflateReset(&zlib) != Z_OK || deflateSetDictionary(&zlib, text - WINDOW, WINDOW) != Z_OK) fail("deflateReset");
    if (chain && deflateTune(&zlib, 8, lazy, 128, chain) != Z_OK) fail("deflateTune");
    zlib.next_in = text, zlib.avail_in = (unsigned)size, zlib.next_out = out, zlib.avail_out = (unsigned)room;
    if (deflate(&zlib, Z_SYNC_FLUSH) != Z_OK || zlib.avail_in != 0) fail("deflate");
    return room - zlib.avail_out;
}

int main(int count, char **arguments) {
    if (count < 5) fail("FILE EVERY BLOCK_KIB WAY…");
    int file = open(arguments[1], O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status) != 0) fail("the file cannot be opened");
    size_t length = (size_t)status.st_size, every = (size_t)atol(arguments[2]), size = (size_t)atol(arguments[3]) * 1024;
    unsigned char *text = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE, file, 0), *out = malloc(2 * size);
    if (text == MAP_FAILED || out == NULL || every == 0 || length < (every + 1) * size) fail("the file is too small");
    for (int number = 4; number < count; number++) {
        start(arguments[number]);
        double seconds = 0;
        size_t in = 0, made = 0;
        for (size_t at = every * size; at + size <= length; at += every * size) {
            // The block is in the cache when it is deflated, as it is when the reader has just filled it.
            volatile unsigned char sum = 0;
            for (size_t byte = at - WINDOW; byte < at + size; byte += 64) sum += text[byte];
            double before = cpu_seconds();
            made += block(arguments[number], text + at, size, out, 2 * size);
            seconds += cpu_seconds() - before;
            in += size;
        }
        printf("%.2f %.5f\n", (double)in / seconds / 1e6, (double)made / (double)in);
    }
}

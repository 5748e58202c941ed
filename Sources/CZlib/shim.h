#pragma once
#include <zlib.h>

/* inflateInit2 is a macro, which Swift does not import. 15 bits of window, and 16 for the frame of gzip. */

static inline int czlib_begin_gzip(z_stream *stream) {
    return inflateInit2(stream, 15 + 16);
}

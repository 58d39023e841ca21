/* Four of the digests of one stream at the price of MD5 alone: MD5, SHA-1, SHA-256 and BLAKE2b-256 in one loop; or the
   first three, and BLAKE2b-256 after them. */
#ifndef REGADMIN_CDIGESTS_STITCHED_H
#define REGADMIN_CDIGESTS_STITCHED_H

#include <stdbool.h>

#include "cdigests_state.h"

/* One running stream. Plain memory. */
typedef struct {
    cdigests_state state; /* its SHA-512 is not computed */
    bool four;
    bool blake2b;
    size_t pending_count;
    uint8_t pending[128];
} cdigests_stitched;

/* Whether this processor and operating system can run three in one loop (SHA extensions and AVX). */
bool cdigests_stitched_supported(void);

/* Whether they can run four (AVX-512 as well). */
bool cdigests_stitched_supports_four(void);

/* `four`: all in one loop. `blake2b`: false leaves the fourth out; its place in the state means nothing then. What follows
   is only for where the functions above say so. */
void cdigests_stitched_init(cdigests_stitched *stream, bool four, bool blake2b);
void cdigests_stitched_update(cdigests_stitched *stream, const uint8_t *bytes, size_t count);

/* Leaves the digests in the state. The stream must be initialised again before further use. */
void cdigests_stitched_final(cdigests_stitched *stream);

#endif

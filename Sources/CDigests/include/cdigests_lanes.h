/* The five digests of many streams at once: one stream in each lane of AVX-512 vectors. */
#ifndef REGADMIN_CDIGESTS_LANES_H
#define REGADMIN_CDIGESTS_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cdigests_state.h"

/* The next bytes of one stream. */
typedef struct {
    cdigests_state *state;
    const uint8_t *bytes;
    size_t count;
    /* The stream ends with these bytes: pads it, after which the state holds the digests. Otherwise `count` is a
       multiple of 128, and at least one more byte will follow (BLAKE2b's last block is a special one). */
    bool last;
} cdigests_job;

/* Whether this processor and operating system can run the lanes. */
bool cdigests_lanes_supported(void);

/* Advances every job's state by its bytes; afterwards the jobs themselves are spent. Any number of jobs, of any sizes;
   quickest sorted by size, largest first. No two jobs may share a state. Only where `cdigests_lanes_supported` says
   so. `with_blake2b`: false leaves BLAKE2b-256 out, for all pieces of a stream; its place in the state means nothing then. */
void cdigests_lanes_run(cdigests_job *jobs, size_t job_count, bool with_blake2b);

#endif

/* Digest kernels in C: what OpenSSL does not offer, or not fast enough. */
#ifndef REGADMIN_CDIGESTS_H
#define REGADMIN_CDIGESTS_H

#include "cdigests_blake2b.h"
#include "cdigests_crc32.h"
#include "cdigests_lanes.h"
#include "cdigests_state.h"
#include "cdigests_stitched.h"
#include "crc32c.h"

#endif

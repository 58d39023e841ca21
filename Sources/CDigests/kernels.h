/* Compression functions for one stream, shared by the files here. Blocks follow one another; none is padded here. */
#ifndef REGADMIN_CDIGESTS_KERNELS_H
#define REGADMIN_CDIGESTS_KERNELS_H

#include "cdigests_state.h"

/* Blocks of 128 bytes, portable. */
void cdigests_sha512_compress(uint64_t h[8], const uint8_t *bytes, size_t blocks);

/* Blocks of 128 bytes, portable. `*byte_count` is what came before and grows by 128 for each block but the last, by
   `last_length` for that. `final` is all ones when that block is the message's last, else zero. */
void cdigests_blake2b_compress(uint64_t h[8], uint64_t *byte_count, const uint8_t *bytes, size_t blocks,
                               size_t last_length, uint64_t final);

#if defined(__x86_64__) && defined(__linux__)

/* MD5, SHA-1 and SHA-256; blocks of 64 bytes. Generated assembly; see `cdigests_stitched_supported`. */
void cdigests_stitched_3(cdigests_state *state, const uint8_t *bytes, size_t blocks);

/* The same and BLAKE2b, none of whose blocks is its last; blocks of 128 bytes. Advances the byte count. See
   `cdigests_stitched_supports_four`. */
void cdigests_stitched_4(cdigests_state *state, const uint8_t *bytes, size_t blocks);

#endif

/* What ends a message in MD5, SHA-1 and SHA-2: its last `rest` bytes, a bit, zeros, its length in bits in the last 8
   bytes, low byte last. Returns the count of blocks written. */
size_t cdigests_pad(uint8_t *padding, const uint8_t *rest, size_t rest_count, uint64_t message_bytes,
                    size_t block_bytes, size_t length_bytes);

#endif

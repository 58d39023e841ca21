/* The chaining values of all digests of one stream between two blocks, in the form every kernel shares. */
#ifndef REGADMIN_CDIGESTS_STATE_H
#define REGADMIN_CDIGESTS_STATE_H

#include <stddef.h>
#include <stdint.h>

/* Length of the five digests one after another: MD5, SHA-1, SHA-256, SHA-512, BLAKE2b-256. */
#define CDIGESTS_ENCODED_BYTES (16 + 20 + 32 + 64 + 32)

/* Words in the processor's byte order. The generated assembly knows these offsets. */
typedef struct {
    uint32_t md5[4];
    uint32_t sha1[5];
    uint32_t sha256[8];
    uint32_t unused;
    uint64_t sha512[8];
    uint64_t blake2b[8];
    uint64_t byte_count; /* compressed so far */
} cdigests_state;

void cdigests_state_init(cdigests_state *state);

/* Writes the digests of a finished stream. */
void cdigests_state_encode(const cdigests_state *state, uint8_t encoded[CDIGESTS_ENCODED_BYTES]);

#endif

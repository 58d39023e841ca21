/* BLAKE2b with a digest of 32 bytes and no key (RFC 7693), which OpenSSL 3.0 cannot produce. */
#ifndef REGADMIN_CDIGESTS_BLAKE2B_H
#define REGADMIN_CDIGESTS_BLAKE2B_H

#include <stddef.h>
#include <stdint.h>

#define CDIGESTS_BLAKE2B_BLOCK 128

/* One running digest. Plain memory: copy it to fork the digest, drop it without ceremony. */
typedef struct {
    uint64_t h[8];
    uint64_t byte_count; /* compressed so far */
    size_t pending_count;
    uint8_t pending[CDIGESTS_BLAKE2B_BLOCK];
} cdigests_blake2b;

void cdigests_blake2b_init(cdigests_blake2b *state);
void cdigests_blake2b_update(cdigests_blake2b *state, const uint8_t *bytes, size_t count);

/* Writes 32 bytes. The state must be initialised again before further use. */
void cdigests_blake2b_final(cdigests_blake2b *state, uint8_t digest[32]);

#endif

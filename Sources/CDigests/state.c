#include "kernels.h"

#include <string.h>

_Static_assert(offsetof(cdigests_state, sha1) == 16 && offsetof(cdigests_state, sha256) == 36, "known to the kernels");
_Static_assert(offsetof(cdigests_state, sha512) == 72 && offsetof(cdigests_state, blake2b) == 136, "known to the kernels");
_Static_assert(offsetof(cdigests_state, byte_count) == 200, "known to the kernels");

void cdigests_state_init(cdigests_state *state) {
    /* RFC 1321 section 3.3; FIPS 180-4 section 5.3; RFC 7693 section 2.5 for 32 bytes without a key. */
    static const cdigests_state initial = {
        .md5 = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476},
        .sha1 = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0},
        .sha256 = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19},
        .sha512 = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                   0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179},
        .blake2b = {0x6a09e667f2bdc928, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
                    0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179},
    };
    *state = initial;
}

static uint8_t *write_big_endian(uint8_t *output, uint64_t word, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) *output++ = (uint8_t)(word >> (8 * i));
    return output;
}

static uint8_t *write_little_endian(uint8_t *output, uint64_t word, int bytes) {
    for (int i = 0; i < bytes; i++) *output++ = (uint8_t)(word >> (8 * i));
    return output;
}

void cdigests_state_encode(const cdigests_state *state, uint8_t encoded[CDIGESTS_ENCODED_BYTES]) {
    uint8_t *output = encoded;
    for (int i = 0; i < 4; i++) output = write_little_endian(output, state->md5[i], 4);
    for (int i = 0; i < 5; i++) output = write_big_endian(output, state->sha1[i], 4);
    for (int i = 0; i < 8; i++) output = write_big_endian(output, state->sha256[i], 4);
    for (int i = 0; i < 8; i++) output = write_big_endian(output, state->sha512[i], 8);
    for (int i = 0; i < 4; i++) output = write_little_endian(output, state->blake2b[i], 8);
}

size_t cdigests_pad(uint8_t *padding, const uint8_t *rest, size_t rest_count, uint64_t message_bytes,
                    size_t block_bytes, size_t length_bytes) {
    size_t padded = (rest_count + 1 + length_bytes + block_bytes - 1) / block_bytes * block_bytes;
    if (rest_count) memcpy(padding, rest, rest_count);
    padding[rest_count] = 0x80;
    memset(padding + rest_count + 1, 0, padded - rest_count - 1);
    uint64_t bits = message_bytes * 8;
    for (size_t i = 1; i <= 8; i++, bits >>= 8) padding[padded - i] = (uint8_t)bits;
    return padded / block_bytes;
}

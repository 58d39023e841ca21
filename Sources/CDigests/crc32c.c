#include "crc32c.h"

#include <string.h>

#if defined(__x86_64__)
#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t crc_by_instruction(uint64_t crc, const uint8_t *at, size_t count) {
    for (; count >= 8; at += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, at, 8);
        crc = _mm_crc32_u64(crc, word);
    }
    for (; count; at++, count--) crc = _mm_crc32_u8((uint32_t)crc, *at);
    return (uint32_t)crc;
}
#endif

/* Bit by bit: the rows it guards are a few hundred bytes, and every x86-64 made since 2009 takes the
 * instruction instead. */
static uint32_t crc_by_bit(uint32_t crc, const uint8_t *at, size_t count) {
    for (; count; at++, count--) {
        crc ^= *at;
        for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (0x82f63b78u & -(crc & 1));
    }
    return crc;
}

uint32_t cdigests_crc32c(uint32_t before, const void *bytes, size_t count) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) return ~crc_by_instruction(~before, bytes, count);
#endif
    return ~crc_by_bit(~before, bytes, count);
}

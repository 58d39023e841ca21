#include "crc32c.h"

#include <string.h>

#if defined(__x86_64__)
#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t crc_by_instruction(const uint8_t *at, size_t count) {
    uint64_t crc = 0xffffffffu;
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
static uint32_t crc_by_bit(const uint8_t *at, size_t count) {
    uint32_t crc = 0xffffffffu;
    for (; count; at++, count--) {
        crc ^= *at;
        for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (0x82f63b78u & -(crc & 1));
    }
    return crc;
}

uint32_t cdigests_crc32c(const void *bytes, size_t count) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) return ~crc_by_instruction(bytes, count);
#endif
    return ~crc_by_bit(bytes, count);
}

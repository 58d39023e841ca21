#include "cdigests_stitched.h"

#if defined(__x86_64__) && defined(__linux__)

#include <cpuid.h>
#include <string.h>

#include "kernels.h"

bool cdigests_stitched_supported(void) {
    unsigned a, b = 0, c, d;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d) || !(b & bit_SHA)) return false;
    /* These ask about the operating system's support for the registers too. */
    __builtin_cpu_init();
    return __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("avx") && __builtin_cpu_supports("bmi");
}

bool cdigests_stitched_supports_four(void) {
    return cdigests_stitched_supported() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl");
}

void cdigests_stitched_init(cdigests_stitched *stream, bool four, bool blake2b) {
    cdigests_state_init(&stream->state);
    stream->four = four && blake2b;
    stream->blake2b = blake2b;
    stream->pending_count = 0;
}

static void advance(cdigests_stitched *stream, const uint8_t *bytes, size_t blocks) {
    cdigests_state *state = &stream->state;
    if (stream->four) {
        cdigests_stitched_4(state, bytes, blocks);
    } else {
        cdigests_stitched_3(state, bytes, 2 * blocks);
        if (stream->blake2b) cdigests_blake2b_compress(state->blake2b, &state->byte_count, bytes, blocks, 128, 0);
        else state->byte_count += 128 * blocks;
    }
}

/* A full block waits until a further byte proves that it is not BLAKE2b's last. */
void cdigests_stitched_update(cdigests_stitched *stream, const uint8_t *bytes, size_t count) {
    if (count == 0) return;
    size_t room = sizeof stream->pending - stream->pending_count;
    if (count > room) {
        if (stream->pending_count) {
            memcpy(stream->pending + stream->pending_count, bytes, room);
            advance(stream, stream->pending, 1);
            stream->pending_count = 0;
            bytes += room;
            count -= room;
        }
        size_t blocks = (count - 1) / 128;
        advance(stream, bytes, blocks);
        bytes += 128 * blocks;
        count -= 128 * blocks;
    }
    memcpy(stream->pending + stream->pending_count, bytes, count);
    stream->pending_count += count;
}

void cdigests_stitched_final(cdigests_stitched *stream) {
    cdigests_state *state = &stream->state;
    size_t rest = stream->pending_count;
    uint8_t padding[192];
    size_t blocks = cdigests_pad(padding, stream->pending, rest, state->byte_count + rest, 64, 8);
    cdigests_state for_md5 = *state;
    cdigests_stitched_3(state, padding, blocks);
    /* MD5 wants the length with the low byte first. */
    uint8_t *length = padding + 64 * blocks - 8;
    for (int i = 0; i < 4; i++) {
        uint8_t byte = length[i];
        length[i] = length[7 - i];
        length[7 - i] = byte;
    }
    cdigests_stitched_3(&for_md5, padding, blocks);
    memcpy(state->md5, for_md5.md5, sizeof state->md5);
    if (!stream->blake2b) return;
    memset(stream->pending + rest, 0, sizeof stream->pending - rest);
    cdigests_blake2b_compress(state->blake2b, &state->byte_count, stream->pending, 1, rest, ~(uint64_t)0);
}

#else

bool cdigests_stitched_supported(void) { return false; }

bool cdigests_stitched_supports_four(void) { return false; }

void cdigests_stitched_init(cdigests_stitched *stream, bool four, bool blake2b) {
    (void)stream, (void)four, (void)blake2b;
    __builtin_trap();
}

void cdigests_stitched_update(cdigests_stitched *stream, const uint8_t *bytes, size_t count) {
    (void)stream, (void)bytes, (void)count;
    __builtin_trap();
}

void cdigests_stitched_final(cdigests_stitched *stream) {
    (void)stream;
    __builtin_trap();
}

#endif

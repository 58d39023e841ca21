#ifndef REGADMIN_CDIGESTS_CRC32_H
#define REGADMIN_CDIGESTS_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Folds the front of a message into 16 bytes that leave the same CRC-32 (ISO 3309, as in gzip and zip):
 * from a register of `state`, the first n bytes give the register that `rest` gives from zero.
 * Returns n, a multiple of 16; 0 where the processor has no carry-less multiplication or count is below 64. */
size_t cdigests_crc32_fold(uint32_t state, const void *bytes, size_t count, uint8_t rest[16]);

#endif

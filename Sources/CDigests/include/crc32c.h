#ifndef REGADMIN_CRC32C_H
#define REGADMIN_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32C (Castagnoli, RFC 3720 appendix B.4) of what gave `before` (0 for nothing) followed by count
 * bytes: 0xE3069283 for "123456789". */
uint32_t cdigests_crc32c(uint32_t before, const void *bytes, size_t count);

#endif

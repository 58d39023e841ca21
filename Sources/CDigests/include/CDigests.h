/* Digest kernels in C: what OpenSSL does not offer, or not fast enough. */
#ifndef REGADMIN_CDIGESTS_H
#define REGADMIN_CDIGESTS_H

#include <stddef.h>
#include <stdint.h>

#include "crc32c.h"

#endif

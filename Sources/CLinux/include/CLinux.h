/* Linux calls and constants that Swift's importer cannot see: variadic functions, macros with casts,
 * and what glibc declares only under _GNU_SOURCE.  One comment each; no logic. */
#ifndef REGADMIN_CLINUX_H
#define REGADMIN_CLINUX_H

#include "confine.h"
#include "file_system.h"
#include "scheduling.h"
#include "worker_channel.h"

#endif

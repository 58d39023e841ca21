#define _GNU_SOURCE
#include "scheduling.h"

#include <errno.h>
#include <sched.h>

int clinux_set_background(int is_background) {
    struct sched_param parameters = {0};
    return sched_setscheduler(0, is_background ? SCHED_IDLE : SCHED_OTHER, &parameters) == 0 ? 0 : errno;
}

int clinux_is_background(void) { return sched_getscheduler(0) == SCHED_IDLE; }

#ifndef REGADMIN_SCHEDULING_H
#define REGADMIN_SCHEDULING_H

/* sched_setscheduler(2) of the calling thread, SCHED_IDLE or SCHED_OTHER: the former is declared only under
 * _GNU_SOURCE.  Threads inherit it.  Returns 0 or an errno. */
int clinux_set_background(int is_background);

/* Whether the calling thread has SCHED_IDLE. */
int clinux_is_background(void);

#endif

#pragma once
// What Swift cannot import from the system's headers: variadic calls and names behind _GNU_SOURCE.

#include <signal.h>
#include <sys/prctl.h>

/// prctl(2) is variadic. Asks the kernel to send `signal` when the thread that started this process ends.
static inline int copydesk_die_with_parent(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

/// prctl(2) is variadic. No program that this process starts can gain privileges.
static inline int copydesk_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

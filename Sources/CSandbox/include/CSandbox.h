#pragma once
// Landlock's system calls, which glibc does not wrap, and libseccomp.

#include <linux/landlock.h>
#include <seccomp.h>
#include <stdint.h>

/// landlock_create_ruleset(2): the version of the kernel's Landlock, below 1 when it has none.
int copydesk_landlock_version(void);

/// landlock_create_ruleset(2): a descriptor of a ruleset that handles these rights to files.
int copydesk_landlock_ruleset(uint64_t rights);

/// landlock_add_rule(2): allows these rights beneath a folder.
int copydesk_landlock_allow(int ruleset, int folder, uint64_t rights);

/// landlock_restrict_self(2): from now on, for this thread and those that it starts.
int copydesk_landlock_enter(int ruleset);

/// open(2) with O_PATH, which stands behind _GNU_SOURCE: a folder for nothing but naming it.
int copydesk_open_path(const char *path);

/// SCMP_ACT_ERRNO is a macro with an argument.
uint32_t copydesk_seccomp_errno(uint16_t code);

#define _GNU_SOURCE
#include "CSandbox.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

int copydesk_landlock_version(void) {
    return (int)syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

int copydesk_landlock_ruleset(uint64_t rights) {
    struct landlock_ruleset_attr attributes = {.handled_access_fs = rights};
    return (int)syscall(SYS_landlock_create_ruleset, &attributes, sizeof attributes.handled_access_fs, 0);
}

int copydesk_landlock_allow(int ruleset, int folder, uint64_t rights) {
    struct landlock_path_beneath_attr attributes = {.allowed_access = rights, .parent_fd = folder};
    return (int)syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &attributes, 0);
}

int copydesk_landlock_enter(int ruleset) { return (int)syscall(SYS_landlock_restrict_self, ruleset, 0); }

int copydesk_open_path(const char *path) { return open(path, O_PATH | O_CLOEXEC); }

uint32_t copydesk_seccomp_errno(uint16_t code) { return SCMP_ACT_ERRNO(code); }

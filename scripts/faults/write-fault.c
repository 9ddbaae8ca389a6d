// Preloaded (ld.so(8)) into the daemon: while the file that $FAULT_FILE names holds "CALL NUMBER", that call on a
// regular file fails with that error; a write(2) of more than one byte writes half of it first, as on a disk that fills up.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int fault(const char *call, int descriptor) {
    struct stat status;
    const char *path = getenv("FAULT_FILE");
    if (!path || descriptor <= STDERR_FILENO || fstat(descriptor, &status) != 0) return 0;
    if (!S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) return 0;
    int saved = errno, number = 0;
    char wanted[32] = "";
    FILE *file = fopen(path, "re");
    if (file) {
        if (fscanf(file, "%31s %d", wanted, &number) != 2) number = 0;
        fclose(file);
    }
    errno = saved;
    return strcmp(wanted, call) == 0 ? number : 0;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "write");
    int number = fault("write", descriptor);
    if (!number) return real(descriptor, bytes, count);
    if (count > 1) return real(descriptor, bytes, count / 2);
    errno = number;
    return -1;
}

static int sync_or_fail(const char *call, int descriptor) {
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
    int number = fault(call, descriptor);
    if (!number) return real(descriptor);
    errno = number;
    return -1;
}

int fsync(int descriptor) { return sync_or_fail("fsync", descriptor); }
int fdatasync(int descriptor) { return sync_or_fail("fdatasync", descriptor); }

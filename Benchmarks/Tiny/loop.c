// What the daemon asks of the kernel for a small document, without anything else: Benchmarks/tiny builds and times it.
//
//     loop FOLDER FIRST STEP COUNT REPORT-BYTES
//
// Takes the documents 000000.txt, … of FOLDER/inbox, every STEP-th from FIRST on, in the order and with the calls that the daemon
// makes from claim to delivery (as strace showed them), a report of so many bytes for each, and nothing shared between documents.
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int check(long result, const char *call, const char *name) {
    if (result < 0) {
        fprintf(stderr, "%s of '%s': ", call, name);
        perror(NULL);
        exit(1);
    }
    return (int)result;
}

static int beneath(int folder, const char *name, int flags, mode_t mode) {
    const struct open_how how = {
        .flags = (unsigned long long)(flags | O_NOFOLLOW | O_CLOEXEC),
        .mode = mode,
        .resolve = RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS | RESOLVE_BENEATH,
    };
    return check(syscall(SYS_openat2, folder, name, &how, sizeof how), "openat2", name);
}

static int folder_at(const char *path, const char *name) {
    char full[4096];
    snprintf(full, sizeof full, "%s/%s", path, name);
    return check(open(full, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open", full);
}

int main(int argc, char **argv) {
    if (argc != 6) return 64;
    const int inbox = folder_at(argv[1], "inbox"), active = folder_at(argv[1], "active");
    const int outbox = folder_at(argv[1], "outbox"), archive = folder_at(argv[1], "archive");
    const long first = atol(argv[2]), step = atol(argv[3]), count = atol(argv[4]), report_bytes = atol(argv[5]);
    char *report = malloc((size_t)report_bytes + 1), bytes[65536], delivered_name[32];
    if (!report) return 1;
    memset(report, 'x', (size_t)report_bytes);
    snprintf(delivered_name, sizeof delivered_name, "delivered-%ld", first);
    const int delivered = beneath(active, delivered_name, O_WRONLY | O_CREAT, 0640);
    off_t place = 0;
    for (long number = first; number < count; number += step) {
        char name[64], document[64], record[64], temporary[64], final[64];
        struct stat status;
        struct statx more;
        snprintf(name, sizeof name, "%06ld.txt", number);
        snprintf(document, sizeof document, "18ecf161b4b247da-%lx-1.document", number);
        snprintf(record, sizeof record, "18ecf161b4b247da-%lx-1.json", number);
        snprintf(temporary, sizeof temporary, ".copydesk-18ecf161b4b247da-%lx-1", number);
        snprintf(final, sizeof final, "%06ld.txt.json", number);
        // Claim
        const int again = beneath(inbox, ".", O_RDONLY | O_DIRECTORY, 0);
        check(fstatat(again, name, &status, AT_SYMLINK_NOFOLLOW), "fstatat", name);
        const int file = beneath(again, name, O_RDONLY | O_NONBLOCK, 0);
        check(fstat(file, &status), "fstat", name);
        check(statx(file, "", AT_EMPTY_PATH, STATX_BTIME, &more), "statx", name);
        fcntl(file, F_SETSIG, 23);
        if (fcntl(file, F_SETLEASE, F_RDLCK) == 0) fcntl(file, F_SETLEASE, F_UNLCK);
        const ssize_t length = pread(file, bytes, sizeof bytes, 0);
        check(pread(file, bytes, 1, length), "pread", name);
        check(fsync(file), "fsync", name);
        const int note = beneath(active, record, O_WRONLY | O_CREAT | O_EXCL, 0640);
        check(write(note, report, 215 < report_bytes ? 215 : (size_t)report_bytes), "write", record);
        check(fsync(note), "fsync", record);
        check(fsync(active), "fsync", "active");
        check(renameat(again, name, active, document), "renameat", name);
        check(fstatat(active, document, &status, AT_SYMLINK_NOFOLLOW), "fstatat", document);
        close(again);
        close(file);
        // Deliver
        unlinkat(outbox, temporary, 0);
        const int written = beneath(outbox, temporary, O_WRONLY | O_CREAT | O_EXCL, 0640);
        check(write(written, report, (size_t)report_bytes), "write", temporary);
        check(fsync(written), "fsync", temporary);
        close(written);
        check(write(note, report, 36 < report_bytes ? 36 : (size_t)report_bytes), "write", record);
        check(fdatasync(note), "fdatasync", record);
        close(note);
        check(renameat2(outbox, temporary, outbox, final, RENAME_NOREPLACE), "renameat2", temporary);
        check(fsync(outbox), "fsync", "outbox");
        check(renameat2(active, document, archive, name, RENAME_NOREPLACE), "renameat2", document);
        check(fsync(archive), "fsync", "archive");
        check(pwrite(delivered, report, 30 < report_bytes ? 30 : (size_t)report_bytes, place), "pwrite", "delivered");
        place += 30;
        check(unlinkat(active, record, 0), "unlinkat", record);
    }
    free(report);
    return 0;
}

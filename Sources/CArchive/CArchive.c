#define _GNU_SOURCE
#include "CArchive.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <locale.h>
#include <pthread.h>
#include <stdlib.h>

#define FUNCTIONS(F)                                                                                                   \
    F(archive_read_new)                                                                                                \
    F(archive_read_free)                                                                                               \
    F(archive_read_support_format_zip)                                                                                 \
    F(archive_read_support_format_tar)                                                                                 \
    F(archive_read_support_format_raw)                                                                                 \
    F(archive_read_support_filter_gzip)                                                                                \
    F(archive_read_support_filter_bzip2)                                                                               \
    F(archive_read_support_filter_xz)                                                                                  \
    F(archive_read_support_filter_zstd)                                                                                \
    F(archive_read_open_memory)                                                                                        \
    F(archive_read_next_header)                                                                                        \
    F(archive_read_data)                                                                                               \
    F(archive_error_string)                                                                                            \
    F(archive_entry_pathname)                                                                                          \
    F(archive_entry_pathname_utf8)                                                                                     \
    F(archive_entry_filetype)                                                                                          \
    F(archive_entry_is_encrypted)

static struct {
#define F(name) __typeof__(&name) name;
    FUNCTIONS(F)
#undef F
} library;
static bool is_there;
/// libarchive converts names to the thread's charset, and has none for what is not ASCII in the C locale.
static locale_t utf8;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    // The name of its interface, the same since 3.0.
    void *handle = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
    if (!handle) return;
#define F(name)                                                                                                        \
    library.name = (__typeof__(&name))dlsym(handle, #name);                                                            \
    if (!library.name) return;
    FUNCTIONS(F)
#undef F
    utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    is_there = true;
}

static locale_t enter(void) { return utf8 ? uselocale(utf8) : (locale_t)0; }

static void leave(locale_t before) {
    if (before) uselocale(before);
}

struct reading {
    struct archive *archive;
    struct archive_entry *entry;
};

bool copydesk_archive_is_there(void) {
    pthread_once(&once, load);
    return is_there;
}

void *copydesk_archive_open(const void *bytes, size_t count, int forms) {
    if (!copydesk_archive_is_there()) return NULL;
    struct reading *reading = calloc(1, sizeof *reading);
    if (!reading) return NULL;
    struct archive *archive = reading->archive = library.archive_read_new();
    if (archive) {
        if (forms & COPYDESK_ARCHIVE_ZIP) library.archive_read_support_format_zip(archive);
        if (forms & COPYDESK_ARCHIVE_TAR) library.archive_read_support_format_tar(archive);
        if (forms & COPYDESK_ARCHIVE_SINGLE) library.archive_read_support_format_raw(archive);
        // Only those that libarchive has itself: it would start programs for others.
        if (forms & (COPYDESK_ARCHIVE_TAR | COPYDESK_ARCHIVE_SINGLE)) {
            library.archive_read_support_filter_gzip(archive);
            library.archive_read_support_filter_bzip2(archive);
            library.archive_read_support_filter_xz(archive);
            library.archive_read_support_filter_zstd(archive);
        }
        if (library.archive_read_open_memory(archive, bytes, count) == ARCHIVE_OK) return reading;
    }
    copydesk_archive_close(reading);
    return NULL;
}

int copydesk_archive_next(void *archive) {
    struct reading *reading = archive;
    locale_t before = enter();
    int result = library.archive_read_next_header(reading->archive, &reading->entry);
    leave(before);
    return result == ARCHIVE_EOF ? 0 : result < ARCHIVE_WARN ? -1 : 1;
}

const char *copydesk_archive_name(void *archive) {
    struct reading *reading = archive;
    locale_t before = enter();
    const char *name = library.archive_entry_pathname_utf8(reading->entry);
    if (!name) name = library.archive_entry_pathname(reading->entry);
    leave(before);
    return name;
}

bool copydesk_archive_is_file(void *archive) {
    struct reading *reading = archive;
    return library.archive_entry_filetype(reading->entry) == AE_IFREG;
}

bool copydesk_archive_is_encrypted(void *archive) {
    struct reading *reading = archive;
    return library.archive_entry_is_encrypted(reading->entry) > 0;
}

long copydesk_archive_read(void *archive, void *buffer, size_t room) {
    struct reading *reading = archive;
    la_ssize_t count = library.archive_read_data(reading->archive, buffer, room);
    return count < 0 ? -1 : (long)count;
}

const char *copydesk_archive_error(void *archive) {
    struct reading *reading = archive;
    return library.archive_error_string(reading->archive);
}

void copydesk_archive_close(void *archive) {
    struct reading *reading = archive;
    if (!reading) return;
    if (reading->archive) library.archive_read_free(reading->archive);
    free(reading);
}

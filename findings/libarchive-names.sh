#!/usr/bin/env bash
# libarchive 3.6.2: in a process whose locale is C, as that of a service is that never calls setlocale(3), a ZIP member whose
# name is not ASCII has no name at all. archive_entry_pathname() gives NULL, and so does archive_entry_pathname_utf8(), though
# the archive says that the name is UTF-8 and nothing had to be converted; the header is read with ARCHIVE_WARN.
#
# Seen: NULL from both for the member "ä.txt" of a ZIP by Python's zipfile; with C.UTF-8 for the thread (uselocale(3)) both give it.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr("ä.txt", "x")' "$folder/a.zip"
cat > "$folder/main.c" <<'C'
#define _GNU_SOURCE
#include <archive.h>
#include <archive_entry.h>
#include <assert.h>
#include <locale.h>
#include <string.h>

static void names(const char *path, const char *expected) {
    struct archive *archive = archive_read_new();
    struct archive_entry *entry;
    archive_read_support_format_zip(archive);
    assert(archive_read_open_filename(archive, path, 4096) == ARCHIVE_OK);
    assert(archive_read_next_header(archive, &entry) >= ARCHIVE_WARN);
    const char *plain = archive_entry_pathname(entry), *utf8 = archive_entry_pathname_utf8(entry);
    assert(expected ? plain && utf8 && !strcmp(plain, expected) && !strcmp(utf8, expected) : !plain && !utf8);
    archive_read_free(archive);
}

int main(int count, char **arguments) {
    (void)count;
    names(arguments[1], NULL);
    uselocale(newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0));
    names(arguments[1], "ä.txt");
}
C
gcc -o "$folder/main" "$folder/main.c" -larchive
"$folder/main" "$folder/a.zip"
echo "as stated"

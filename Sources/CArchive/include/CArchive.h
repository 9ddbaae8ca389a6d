#pragma once
// libarchive, loaded when the first archive is read: linked, it and what it needs would cost every start of the program
// more than it takes to read a short document.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// What an archive may be.
enum copydesk_archive_form {
    COPYDESK_ARCHIVE_ZIP = 1,
    /// tar, also compressed.
    COPYDESK_ARCHIVE_TAR = 2,
    /// One compressed file.
    COPYDESK_ARCHIVE_SINGLE = 4,
};

/// Whether libarchive is installed.
bool copydesk_archive_is_there(void);

/// An archive in memory, which must stay as it is until the archive is closed.
///
/// NULL where libarchive is not installed, where it has no memory, or where the bytes are no archive of these forms.
void *copydesk_archive_open(const void *bytes, size_t count, int forms);

/// Goes on to the next member: 1, 0 at the end, -1 where the archive is damaged.
int copydesk_archive_next(void *archive);

/// The member's name in UTF-8 or as it stands; NULL where it has none.
const char *copydesk_archive_name(void *archive);

/// Whether the member is an ordinary file.
bool copydesk_archive_is_file(void *archive);

/// Whether the member is encrypted.
bool copydesk_archive_is_encrypted(void *archive);

/// Reads more of the member: how many bytes, 0 at its end, -1 where it is damaged.
long copydesk_archive_read(void *archive, void *buffer, size_t room);

/// What libarchive says of the last failure; NULL where it says nothing.
const char *copydesk_archive_error(void *archive);

/// Closes an archive.
void copydesk_archive_close(void *archive);

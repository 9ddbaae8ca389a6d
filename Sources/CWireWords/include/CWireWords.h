#ifndef COPYDESK_CWIREWORDS_H
#define COPYDESK_CWIREWORDS_H

#include <stddef.h>

/// The words by which wires say what an item is and what in it is for editors only, in the format of WireWords.swift.
const void *_Nonnull copydesk_wire_words(size_t *_Nonnull size);

/// The beginnings of words by which plain text is looked through for what only wires say, in the format of WireHold.swift.
const void *_Nonnull copydesk_wire_holds(size_t *_Nonnull size);

/// The phrases by which the lines of mails show what they are: mail.txt, in the format of MailWords.swift.
const unsigned char *_Nullable copydesk_mail_words(size_t *_Nullable size);

#endif

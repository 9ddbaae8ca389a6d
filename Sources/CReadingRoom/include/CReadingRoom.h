#ifndef COPYDESK_CREADINGROOM_H
#define COPYDESK_CREADINGROOM_H

#include <stddef.h>

/// The description of the reading room's interface for programs: openapi.json.
const void *_Nonnull copydesk_room_openapi(size_t *_Nonnull size);

/// The style of the reading room's pages, behind the colours of all pages: room.css, ASCII without `<` and `&`.
const void *_Nonnull copydesk_room_style(size_t *_Nonnull size);

#endif

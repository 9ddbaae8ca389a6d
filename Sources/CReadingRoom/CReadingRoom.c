#include "CReadingRoom.h"

static const unsigned char openapi[] = {
#embed "openapi.json"
};

static const unsigned char style[] = {
#embed "room.css"
};

const void *copydesk_room_openapi(size_t *size) {
    *size = sizeof openapi;
    return openapi;
}

const void *copydesk_room_style(size_t *size) {
    *size = sizeof style;
    return style;
}

#include <libxml/xmlversion.h>

/* Debian's libxml2 converts by ICU and shows its types, of which the system's clash with those that Foundation has of its
   own in any module that imports both. Nothing here uses them; the structure that ends in them is used by pointer alone. */
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <libxml/xmlversion.h>

/* Debian's libxml2 converts with ICU, and its headers include ICU's, of another version than Foundation's own: no module
 * can see both. What they declare is behind pointers that we never follow. */
#undef LIBXML_ICU_ENABLED

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>

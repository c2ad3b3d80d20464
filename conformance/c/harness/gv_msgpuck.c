/* The one translation unit that holds the code of the packaged msgpack codec. */
#define MP_SOURCE 1
#include <msgpuck.h>

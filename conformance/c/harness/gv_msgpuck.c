/*
 * The one translation unit that holds the code of the packaged msgpack codec. Its printing functions are not
 * used; without their calls into stdio, a WebAssembly or bare-metal image needs no part of it.
 */
#include <stdio.h>

#define fputs(text, file) ((void)(text), (void)(file), -1)
#define fputc(c, file) ((void)(c), (void)(file), -1)
#define fprintf(file, ...) ((void)(file), -1)

#define MP_SOURCE 1
#include <msgpuck.h>

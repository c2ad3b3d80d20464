/* What printf and the end of a program need on an emulated MPS2 board: text and status over semihosting. */
#include "goldvec.h"

#include "semihost.h"

#define SYS_WRITEC 0x03u

int _write(int file, const char *from, int count);
void *_sbrk(ptrdiff_t bytes);

int _write(int file, const char *from, int count)
{
    (void)file;
    for (int i = 0; i < count; i++) {
        (void)semihost(SYS_WRITEC, (const volatile uint32_t *)(const void *)(from + i));
    }
    return count;
}

/* The buffer of stdout. */
void *_sbrk(ptrdiff_t bytes)
{
    static _Alignas(8) char heap[4096];
    static ptrdiff_t used;
    used += bytes;
    return heap + used - bytes;
}

_Noreturn void gv_port_exit(int status)
{
    semihost_exit(status);
}

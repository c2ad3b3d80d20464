/* The board's part of a self-check (GV_SELFCHECK_BOARD) on MPS2: text over semihosting. */
#include "goldvec.h"

#include "ports/mps2/semihost.h"

#define SYS_WRITE0 0x04u

void gv_selfcheck_print(const char *text);

void gv_selfcheck_print(const char *text)
{
    (void)semihost(SYS_WRITE0, (const volatile uint32_t *)(const void *)text);
}

void gv_port_init(int argc, char **argv)
{
    (void)argc;
    (void)argv;
}

_Noreturn void gv_port_exit(int status)
{
    semihost_exit(status);
}

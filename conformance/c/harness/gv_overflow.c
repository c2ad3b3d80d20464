/* A plain build: nothing is instrumented, nothing is observed. */
#include "gv_harness.h"

bool gv_observes_overflow(void)
{
    return false;
}

void gv_reset_overflow(void)
{
}

gv_overflow gv_read_overflow(void)
{
    return (gv_overflow){.accumulate = 0};
}

/* Vector table, reset and fault handling for Cortex-M. */
#include "goldvec.h"

#define EXIT_FAULT 99

int main(int argc, char **argv);
void gv_reset(void);

extern uint32_t gv_bss_start[];
extern uint32_t gv_bss_end[];
extern uint32_t gv_stack_top[];

#if defined(__ARM_FP)
/* Full access to coprocessors 10 and 11. Flush-to-zero stays off: FPSCR resets to 0. */
__attribute__((target("general-regs-only"))) static void enable_fpu(void)
{
    volatile uint32_t *cpacr = (volatile uint32_t *)0xe000ed88u;
    *cpacr |= 0xfu << 20;
    __asm volatile("dsb\n\tisb" ::: "memory");
}
#endif

/* On a reset the processor has the stack pointer already; an entry point may be called without. */
__attribute__((noreturn)) static void start(void)
{
#if defined(__ARM_FP)
    enable_fpu();
#endif
    for (uint32_t *word = gv_bss_start; word < gv_bss_end; word++) {
        *word = 0;
    }
    gv_port_exit(main(0, NULL));
}

void gv_reset(void)
{
    start();
}

static void fault(void)
{
    gv_port_exit(EXIT_FAULT);
}

/* The system timer, which only a port that counts has running. */
void gv_tick(void);
__attribute__((weak)) void gv_tick(void)
{
    fault();
}

__attribute__((used, section(".vectors"))) static void *const vectors[16] = {
    (void *)gv_stack_top, (void *)gv_reset, (void *)fault, (void *)fault,
    (void *)fault,        (void *)fault,    (void *)fault, (void *)fault,
    NULL,                 NULL,             NULL,          (void *)fault,
    (void *)fault,        NULL,             (void *)fault, (void *)gv_tick,
};

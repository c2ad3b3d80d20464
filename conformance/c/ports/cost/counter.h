/*
 * Instructions of an emulated board. The emulator executes one instruction per 64 ns of its own time
 * (-icount shift=6), and the system timer counts that time. Included once per program, as it answers the
 * timer's interrupt.
 */
#ifndef COUNTER_H
#define COUNTER_H

#include "../mps2/semihost.h"

#include <stddef.h>

#define SYS_WRITE0 0x04u
#define TIMER_BITS 24u

static volatile uint32_t *const timer_control = (volatile uint32_t *)0xe000e010u;
static volatile uint32_t *const timer_reload = (volatile uint32_t *)0xe000e014u;
static volatile uint32_t *const timer_value = (volatile uint32_t *)0xe000e018u;

static volatile uint32_t wraps;

/* In place of the weak one of the start-up code. */
void gv_tick(void);
void gv_tick(void)
{
    wraps++;
}

static void start_ticks(void)
{
    *timer_reload = (1u << TIMER_BITS) - 1u;
    *timer_value = 0;
    *timer_control = 7u; /* processor clock, interrupt, on */
}

static uint64_t ticks_now(void)
{
    for (;;) {
        uint32_t before = wraps;
        uint32_t left = *timer_value;
        if (before == wraps) {
            return ((uint64_t)(before + 1u) << TIMER_BITS) - left;
        }
    }
}

/* To the console. */
static void say(const char *text)
{
    (void)semihost(SYS_WRITE0, (const volatile uint32_t *)(uintptr_t)text);
}

/* A blank and the number. */
static void say_number(uint64_t number)
{
    char text[24];
    char *at = text + sizeof text;
    *--at = '\0';
    do {
        *--at = (char)('0' + (int)(number % 10u));
        number /= 10u;
    } while (number > 0u);
    say(" ");
    say(at);
}

#endif

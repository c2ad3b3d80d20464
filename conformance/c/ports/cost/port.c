/*
 * The port of the MPS2 boards, with the instructions of every training counted. The emulator executes one instruction per 64 ns of its
 * own time (-icount shift=6), and the system timer counts that time; a line for each layer and phase goes to the console:
 * `cost <phase> <layer> <ticks>`, then `scratch <bytes>`.
 */
#include "../mps2/port.c"

#include "gv_cost.h"
#include "gv_model.h"

#define SYS_WRITE0 0x04u
#define TIMER_BITS 24u
#define PHASES 6u

static volatile uint32_t *const timer_control = (volatile uint32_t *)0xe000e010u;
static volatile uint32_t *const timer_reload = (volatile uint32_t *)0xe000e014u;
static volatile uint32_t *const timer_value = (volatile uint32_t *)0xe000e018u;

static volatile uint32_t wraps;
static uint64_t last;
static uint64_t spent[PHASES][GV_MODEL_LAYERS];
static size_t scratch_before;
static size_t scratch_peak;

/* In place of the weak one of the start-up code. */
void gv_tick(void)
{
    wraps++;
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

static void say(const char *text)
{
    (void)semihost(SYS_WRITE0, (const volatile uint32_t *)(uintptr_t)text);
}

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

static void start(const gv_ctx *ctx)
{
    memset(spent, 0, sizeof spent);
    scratch_before = ctx->scratch.used;
    scratch_peak = scratch_before;
    *timer_reload = (1u << TIMER_BITS) - 1u;
    *timer_value = 0;
    *timer_control = 7u; /* processor clock, interrupt, on */
}

static void report(void)
{
    for (uint32_t phase = 0; phase < PHASES; phase++) {
        for (uint32_t layer = 0; layer < GV_MODEL_LAYERS; layer++) {
            if (spent[phase][layer] > 0u) {
                say("cost");
                say_number(phase);
                say_number(layer);
                say_number(spent[phase][layer]);
                say("\n");
            }
        }
    }
    say("scratch");
    say_number(scratch_peak - scratch_before);
    say("\n");
}

void gv_cost_scratch(size_t used)
{
    scratch_peak = used > scratch_peak ? used : scratch_peak;
}

void gv_cost_mark(const gv_ctx *ctx, gv_phase phase, uint32_t layer)
{
    if (phase == GV_COST_START) {
        start(ctx);
    } else {
        spent[phase][layer] += ticks_now() - last;
    }
    if (phase == GV_COST_CHECK) {
        report();
    }
    last = ticks_now();
}

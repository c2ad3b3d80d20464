/*
 * The port of the MPS2 boards, with the instructions of every training counted (counter.h); a line for each
 * layer and phase goes to the console: `cost <phase> <layer> <ticks>`, then `scratch <bytes>`.
 */
#include "../mps2/port.c"

#include "counter.h"
#include "gv_cost.h"
#include "gv_model.h"

#define PHASES 6u

static uint64_t last;
static uint64_t spent[PHASES][GV_MODEL_LAYERS];
static size_t scratch_before;
static size_t scratch_peak;

static void start(const gv_ctx *ctx)
{
    memset(spent, 0, sizeof spent);
    scratch_before = ctx->scratch.used;
    scratch_peak = scratch_before;
    start_ticks();
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

/*
 * A self-check for a board without an input channel. `goldvec export --format selfcheck` writes all of it
 * into one file, with cases in the place of "cases.h". Linked with kernels and the harness, without gv_main.c
 * and without a port, it feeds each request to the harness, compares the reply bit for bit, and prints
 *
 *   RUN <id>                                before each case
 *   FAIL <id>: <why>, SKIP <id>: <why>      unless it passes
 *   SUMMARY pass=<n> fail=<n> skip=<n>      at the end
 *
 * The status of the program is 0 if no case failed and one passed. With GV_SELFCHECK_BOARD the board provides
 * gv_port_init, gv_port_exit and gv_selfcheck_print; without, the C library prints to stdout.
 */
#include "gv_fit.h"
#include "gv_harness.h"

#include <msgpuck.h>
#include <string.h>

#define GV_WHEN_NEVER 0u
#define GV_WHEN_ALWAYS 1u
#define GV_OVERFLOWS 0x40u /* the expected answer is that of a library that avoids the overflow */

#include "cases.h"

#if GV_FRAME_BYTES < GV_FRAME_BYTES_NEEDED
#error "GV_FRAME_BYTES is too small for these cases: see GV_FRAME_BYTES_NEEDED"
#endif

void gv_selfcheck_print(const char *text);

#ifndef GV_SELFCHECK_BOARD
#include <stdio.h>
#include <stdlib.h>

void gv_selfcheck_print(const char *text)
{
    (void)fputs(text, stdout);
}

void gv_port_init(int argc, char **argv)
{
    (void)argc;
    (void)argv;
}

_Noreturn void gv_port_exit(int status)
{
    exit(status);
}
#endif

#include "lzma.h"

#include "feed.h"

#include "compare.h"

#include "report.h"

/*
 * Calls that were exported do fit, so that the harness may be linked without gv_check.c, gv_check_layers.c
 * and gv_fit.c, which take 78 KB. Where they are linked, theirs is taken.
 */
__attribute__((weak)) gv_status gv_check_call(gv_request *call, const gv_contract *contract)
{
    (void)call;
    (void)contract;
    return GV_OK;
}

typedef enum { GV_PASS, GV_FAIL, GV_SKIP } gv_result;

static gv_result fail_with(const gv_case *test, const char *what, const char *name)
{
    print_id("FAIL ", test, ": ");
    gv_selfcheck_print(what);
    gv_selfcheck_print(name);
    gv_selfcheck_print("\n");
    return GV_FAIL;
}

static gv_result skip_for(const gv_case *test, const char *why)
{
    print_id("SKIP ", test, ": ");
    gv_selfcheck_print(why);
    gv_selfcheck_print("\n");
    return GV_SKIP;
}

static gv_result compare_answer(const gv_case *test)
{
    if (difference.offset == 0u) {
        return GV_PASS;
    }
    print_id("FAIL ", test, ": ");
    print_difference();
    gv_selfcheck_print("\n");
    return GV_FAIL;
}

/* The kind of overflow that was seen and may not be, or must be and was not; NULL if all is as expected. */
static const char *wrong_overflow(const gv_case *test, bool *is_avoided)
{
    static const char *const names[3] = {"accumulate", "multiply", "cast"};
    gv_overflow seen = gv_read_overflow();
    uint32_t counts[3] = {seen.accumulate, seen.multiply, seen.cast};
    const char *wrong = NULL;
    *is_avoided = true;
    for (uint32_t kind = 0; kind < 3u; kind++) {
        uint32_t when = (uint32_t)(test->flags >> (2u * kind)) & 3u;
        if ((when == GV_WHEN_NEVER && counts[kind] > 0u) || (when == GV_WHEN_ALWAYS && counts[kind] == 0u)) {
            *is_avoided = *is_avoided && counts[kind] == 0u;
            wrong = wrong == NULL ? names[kind] : wrong;
        }
    }
    return wrong;
}

static gv_result judge_overflow(const gv_case *test)
{
    bool overflows = (test->flags & GV_OVERFLOWS) != 0u;
    bool is_avoided = false;
    const char *wrong = gv_observes_overflow() ? wrong_overflow(test, &is_avoided) : NULL;
    if (overflows && !is_word(find_field("status"), "ok")) {
        return fail_with(test, "status is not ok", "");
    }
    if (overflows && (wrong == NULL || is_avoided)) {
        return wrong == NULL ? GV_PASS : compare_answer(test);
    }
    return wrong == NULL ? compare_answer(test) : fail_with(test, "overflow not as expected: ", wrong);
}

static gv_result judge(const gv_case *test)
{
    const char *status = find_field("status");
    const char *canary = find_field("canary");
    const char *poison = find_field("poison");
    if (canary == NULL || !is_word(canary, "intact")) {
        return fail_with(test, "memory around or in an input is overwritten", "");
    }
    if (poison != NULL && !is_word(poison, "untouched")) {
        return fail_with(test, "a refused call has written an output", "");
    }
    if (is_word(status, "unsupported")) {
        return skip_for(test, "the op or the contract is not linked");
    }
    /* a refusal has no flags that count */
    return is_word(status, "refused") ? compare_answer(test) : judge_overflow(test);
}

static gv_result check_case(const gv_case *test)
{
    bool is_served = (test->flags & GV_OVERFLOWS) == 0u || gv_observes_overflow();
    print_id("RUN ", test, "\n");
    begin_frame();
    if (is_served) {
        (void)gv_serve_one();
    }
    end_frame();
    compare_reply();
    if (!is_served) {
        return skip_for(test, "this build does not observe overflows");
    }
    return reply_length == 0u ? fail_with(test, "no reply", "") : judge(test);
}

int main(int argc, char **argv)
{
    static const char *const words[3] = {"SUMMARY pass=", " fail=", " skip="};
    uint32_t counts[3] = {0, 0, 0};
    gv_port_init(argc, argv);
    lz_begin();
    for (uint32_t i = 0; i < GV_CASES; i++) {
        gv_case test = take_case();
        counts[check_case(&test)]++;
    }
    for (uint32_t i = 0; i < 3u; i++) {
        gv_selfcheck_print(words[i]);
        print_number(counts[i]);
    }
    gv_selfcheck_print("\n");
    gv_port_exit(counts[GV_FAIL] == 0u && counts[GV_PASS] > 0u ? 0 : 1);
}

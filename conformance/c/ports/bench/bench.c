/*
 * Kernels, to be timed from outside: `bench` lists the jobs with the multiply-accumulates of one call,
 * `bench <job> <calls>` makes so many calls and prints a checksum of the result, `bench <job> <calls> naive`
 * does the same by the baseline of naive.c, which has no floats. No port of the harness, of which nothing is
 * called: scripts/bench/kinds/kernels.ts runs it.
 */
#include "jobs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCRATCH_BYTES (16u << 20)

_Noreturn void job_failed(const char *reason)
{
    fprintf(stderr, "bench: %s\n", reason);
    exit(1);
}

int main(int argc, char **argv)
{
    const bool is_naive = argc > 3 && strcmp(argv[3], "naive") == 0;
    jobs_init(malloc, SCRATCH_BYTES);
    for (uint32_t i = 0; i < job_count; i++) {
        if (argc < 3) {
            const char *baseline = jobs[i].run_naive == NULL ? "" : "naive";
            printf("%s %lu %s\n", jobs[i].name, (unsigned long)jobs[i].work, baseline);
        } else if (strcmp(argv[1], jobs[i].name) == 0) {
            void (*run)(void) = is_naive ? jobs[i].run_naive : jobs[i].run;
            for (long calls = strtol(argv[2], NULL, 10); calls > 0 && run != NULL; calls--) {
                run();
            }
            printf("%08lx\n", (unsigned long)job_checksum(&jobs[i]));
        }
    }
    return 0;
}

/* The harness is linked for the little that kernels need of it, and asks for a port. */
void gv_port_init(int argc, char **argv) { (void)argc, (void)argv; }
bool gv_port_read(uint8_t *to, size_t n) { return (void)to, (void)n, false; }
bool gv_port_write(const uint8_t *from, size_t n) { return (void)from, (void)n, false; }
_Noreturn void gv_port_exit(int status) { exit(status); }

/*
 * The jobs of the benchmarks on an emulated board, each once: `job <name> <multiply-accumulates> <ticks>
 * <checksum>`, with the instructions counted as in ports/cost. No port of the harness, of which nothing is
 * called: scripts/bench/kinds/instructions.ts runs it.
 */
#include "../bench/naive.c" /* before the operands, whose names are short */

#include "../bench/jobs.c"
#include "../cost/counter.h"

#define MEMORY_BYTES (1408u << 10)
#define SCRATCH_BYTES (256u << 10)

static uint64_t memory[MEMORY_BYTES / sizeof(uint64_t)];

static void *take_static(size_t bytes)
{
    static size_t used;
    size_t words = (bytes + sizeof *memory - 1u) / sizeof *memory;
    if (words > MEMORY_BYTES / sizeof *memory - used) {
        return NULL;
    }
    used += words;
    return memory + used - words;
}

_Noreturn void job_failed(const char *reason)
{
    say(reason);
    say("\n");
    semihost_exit(1);
}

int main(void)
{
    jobs_init(take_static, SCRATCH_BYTES);
    start_ticks();
    for (uint32_t i = 0; i < job_count; i++) {
        uint64_t before = ticks_now();
        jobs[i].run();
        uint64_t ticks = ticks_now() - before;
        say("job ");
        say(jobs[i].name);
        say_number(jobs[i].work);
        say_number(ticks);
        say_number(job_checksum(&jobs[i]));
        say("\n");
    }
    return 0;
}

void gv_port_init(int argc, char **argv) { (void)argc, (void)argv; }
bool gv_port_read(uint8_t *to, size_t n) { return (void)to, (void)n, false; }
bool gv_port_write(const uint8_t *from, size_t n) { return (void)from, (void)n, false; }
_Noreturn void gv_port_exit(int status) { semihost_exit(status); }

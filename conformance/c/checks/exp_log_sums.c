/*
 * Checksums over the results of gv_exp_f32 and gv_log_f32 for every float32 argument whose result is not
 * trivial; `scripts/exp_log.slow.test.ts` computes the same sums with the reference. One line per block.
 */
#include <stdio.h>
#include <string.h>

#include "gv_exp_log.h"
#include "gv_float.h"

/* One step of FNV-1a over whole words. */
static uint32_t mix(uint32_t sum, float x) { return (sum ^ gv_bits_of(x)) * 16777619u; }

/* Blocks of 2^24 patterns, the last one shorter. */
static void exp_range(uint32_t first, uint32_t last)
{
    uint32_t sum = 2166136261u;
    for (uint32_t bits = first; bits <= last; bits++) {
        sum = mix(sum, gv_exp_f32(gv_float_of(bits)));
        if ((bits & 0xffffffu) == 0xffffffu || bits == last) {
            printf("%08x\n", (unsigned)sum);
        }
    }
}

/* All positive finite arguments, fraction outer, exponent inner; blocks of 2^19 fractions. */
static void log_all(void)
{
    uint32_t sum = 2166136261u;
    for (uint32_t fraction = 0; fraction < 0x800000u; fraction++) {
        for (uint32_t exponent = 0; exponent < 255u; exponent++) {
            uint32_t bits = exponent << 23 | fraction;
            if (bits != 0u) {
                sum = mix(sum, gv_log_f32(gv_float_of(bits)));
            }
        }
        if ((fraction & 0x7ffffu) == 0x7ffffu) {
            printf("%08x\n", (unsigned)sum);
        }
    }
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "exp") == 0) {
        exp_range(0x32800000u, 0x42b20000u);
        exp_range(0xb2800000u, 0xc2d00000u);
        return 0;
    }
    if (argc == 2 && strcmp(argv[1], "log") == 0) {
        log_all();
        return 0;
    }
    fprintf(stderr, "usage: exp_log_sums exp|log\n");
    return 2;
}

/*
 * The work of the benchmarks, for a program that times it and for one that counts its instructions:
 * products of operands of 12 bits, and training steps around them.
 */
#ifndef JOBS_H
#define JOBS_H

#include "goldvec.h"

typedef struct {
    const char *name;
    uint32_t work; /* multiply-accumulates of one call */
    void (*run)(void);
    void (*run_naive)(void); /* NULL: not part of the baseline */
    const gv_tensor *result;
} job;

extern const job jobs[];
extern const uint32_t job_count;

/* Makes the operands, the same on every machine. Memory is never given back; NULL ends the program. */
void jobs_init(void *(*take)(size_t bytes), size_t scratch_bytes);

/* Of the result of the job's last call. */
uint32_t job_checksum(const job *done);

/* Told why a kernel failed; does not return. */
_Noreturn void job_failed(const char *reason);

#endif

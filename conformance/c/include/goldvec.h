/*
 * goldvec.h: the one public header of the C side.
 *
 * It declares what a kernel library sees (tensors, context, status codes), what an op shim sees (a decoded
 * call), and what a port must provide. Numerics: binary32, round to nearest even, no contraction
 * (-ffp-contract=off, proven by a probe at start-up), no flush-to-zero. Nothing allocates. It is C11 and
 * C++17; shims in C++ include gen/ops.h, which gives them C linkage.
 */
#ifndef GOLDVEC_H
#define GOLDVEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define GV_NORETURN [[noreturn]]
extern "C" {
#else
#define GV_NORETURN _Noreturn
#endif

#define GV_MAX_RANK 4

/* Status of a kernel or shim. Negative values are failures; a failure leaves every output untouched. */
typedef enum {
    GV_OK = 0,
    GV_E_ARG = -1,         /* the call does not fit the op: missing tensor, wrong dtype */
    GV_E_UNSUPPORTED = -2, /* this library does not implement the op or the contract */
    GV_E_REFUSED = -3,     /* a guard of the semantics fired */
    GV_E_MEMORY = -4,      /* the scratch arena or the frame buffer is too small */
    GV_E_PROTOCOL = -5     /* malformed frame or message */
} gv_status;

typedef enum { GV_INT32 = 0, GV_FLOAT32, GV_SYM_INT32, GV_SYM, GV_ASYM, GV_BOOL } gv_dtype;
typedef enum { GV_HALF_AWAY = 0, GV_SR_HALF_AWAY = 1 } gv_rounding;

/* The dated contract a call runs under: one constant record per contract, see gen/contracts.h. */
typedef struct gv_contract gv_contract;

/*
 * A tensor: flat row-major storage of physical extents dims[0..rank-1]; physical axis p carries logical
 * axis order[p] (S3). data is int32_t[] (INT32, SYM_INT32), float[] (FLOAT32) or packed bytes (SYM, ASYM,
 * BOOL; S5). bits is the label of SYM_INT32 and the width of SYM and ASYM.
 */
typedef struct {
    gv_dtype dtype;
    uint8_t rank;
    uint8_t order[GV_MAX_RANK];
    uint32_t dims[GV_MAX_RANK];
    uint32_t count; /* product of dims */
    uint32_t bytes; /* payload size (S4) */
    void *data;
    float scale;
    int32_t zero_point;
    uint32_t bits;
    gv_rounding rounding;
} gv_tensor;

static inline int32_t *gv_i32(const gv_tensor *t) { return (int32_t *)t->data; }
static inline float *gv_f32(const gv_tensor *t) { return (float *)t->data; }
static inline uint8_t *gv_bytes(const gv_tensor *t) { return (uint8_t *)t->data; }

/*
 * A bump arena over one static buffer; reset before every call. Blocks are 8-byte aligned and separated by
 * guard bytes. All blocks since a moment are given back by putting `used` back to what it was.
 */
typedef struct {
    uint8_t *base;
    size_t size;
    size_t used;
    size_t last;    /* one more than the offset of the newest block's head; 0: there is no block */
    bool is_broken; /* guard bytes of a block were overwritten */
} gv_arena;

/* What every kernel is given: generator state (S10), contract, scratch memory. */
typedef struct {
    uint32_t rng;
    const gv_contract *contract;
    gv_arena scratch;
    const char *reason; /* one sentence set by whoever fails, for people */
} gv_ctx;

/* NULL when the arena is full; the caller returns GV_E_MEMORY. Not zeroed. */
void *gv_scratch(gv_ctx *ctx, size_t bytes);

/* Whether nothing was written past a block; ends the use of the arena. */
bool gv_scratch_is_intact(gv_ctx *ctx);

/* Sets the reason and returns the status: `return gv_fail(ctx, GV_E_REFUSED, "A12: seed beyond bound");` */
gv_status gv_fail(gv_ctx *ctx, gv_status status, const char *reason);

/*
 * Ends the function that it stands in with the status of the call, unless that is GV_OK. Not for where
 * something must be given back first, such as a mark of the arena.
 */
#define GV_TRY(call_)                                       \
    do {                                                    \
        const gv_status gv_status_ = (call_);               \
        if (gv_status_ != GV_OK) {                          \
            return gv_status_;                              \
        }                                                   \
    } while (0)

/* ---- what a shim sees ------------------------------------------------------------------------------- */

typedef struct gv_call gv_call;

/* A tensor of the call by name (input, inout or target); NULL if absent. Writable when out or inout. */
gv_tensor *gv_find(const gv_call *call, const char *name);

/* Like gv_find, but an absent tensor, or one of another dtype, latches GV_E_ARG and gives NULL. */
gv_tensor *gv_need(gv_call *call, const char *name);
gv_tensor *gv_need_as(gv_call *call, const char *name, gv_dtype dtype);

/* Parameters by name; a missing one latches GV_E_ARG in the call and returns 0, "" or 0.0. */
int32_t gv_param_int(gv_call *call, const char *name);
float gv_param_f32(gv_call *call, const char *name);
double gv_param_f64(gv_call *call, const char *name);
/* true if the word parameter equals the given word */
bool gv_param_is(gv_call *call, const char *name, const char *word);
bool gv_param_has(const gv_call *call, const char *name);
gv_rounding gv_param_rounding(gv_call *call, const char *name);
/* GV_E_ARG after any failed look-up, else GV_OK. */
gv_status gv_call_status(const gv_call *call);

/* One shim per op, generated declarations in gen/ops.h: gv_status gv_op_<name>(gv_ctx *, gv_call *). */
typedef gv_status (*gv_op_fn)(gv_ctx *ctx, gv_call *call);

/*
 * For a library whose guards end the program (sdk/gv_guarded.c, GUARDED in CMake): runs body(data). Where it
 * calls exit, abort or a failed assert, every tensor of the call is put back to what it was, and the result
 * is
 * GV_E_REFUSED.
 */
typedef void (*gv_body)(void *data);
gv_status gv_guarded(gv_ctx *ctx, gv_call *call, gv_body body, void *data);

/* ---- what a port provides --------------------------------------------------------------------------- */

void gv_port_init(int argc, char **argv);
/* Reads exactly n bytes; false at end of input. */
bool gv_port_read(uint8_t *to, size_t n);
/* Writes exactly n bytes; false if the peer is gone. */
bool gv_port_write(const uint8_t *from, size_t n);
GV_NORETURN void gv_port_exit(int status);

#ifdef __cplusplus
}
#endif

#endif

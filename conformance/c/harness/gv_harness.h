/*
 * Inside of the harness: limits, the decoded request, guards, overflow counters, framing. Kernels and shims
 * see goldvec.h only.
 */
#ifndef GV_HARNESS_H
#define GV_HARNESS_H

#include "goldvec.h"

#define GV_PROTOCOL_VERSION 1u

/* Static memory. A port with little RAM may lower these; hello tells the host the frame limit. */
#ifndef GV_FRAME_BYTES
#define GV_FRAME_BYTES 163840u /* largest payload, in each direction */
#endif
#ifndef GV_TENSOR_BYTES
#define GV_TENSOR_BYTES 262144u /* aligned, guarded copies of the tensors of one call */
#endif
#ifndef GV_SCRATCH_BYTES
#define GV_SCRATCH_BYTES 1048576u
#endif
#define GV_MAX_TENSORS 96u
#define GV_MAX_PARAMS 192u
/* Product of the extents that are not 0: what a loop over the axes of an empty tensor may take. */
#define GV_MAX_STEPS 67108864u
#define GV_MAX_SHARED 2u /* operands in the storage of a result */

/* A text inside the request buffer; not terminated. */
typedef struct {
    const char *at;
    uint32_t length;
} gv_text;

bool gv_text_is(gv_text text, const char *word);
bool gv_same_text(gv_text a, gv_text b);

/* The word of each dtype, in the order of the enumeration. */
extern const char *const gv_dtype_words[6];

/* ---- the decoded call ------------------------------------------------------------------------------- */

typedef struct {
    gv_text name;
    const char *value; /* msgpack of the value, inside the request buffer */
} gv_param;

typedef enum { GV_ROLE_IN, GV_ROLE_INOUT, GV_ROLE_OUT } gv_role;

typedef struct gv_slot {
    gv_text name;
    gv_role role;
    gv_tensor tensor;
    gv_tensor before;      /* the record as it came, for the check after a refusal */
    const uint8_t *source; /* the payload before the call, inside the request buffer; NULL: poison */
    gv_tensor *seen;       /* what the shim gets: `tensor`, or what lies in the storage of another slot */
} gv_slot;

struct gv_call {
    gv_param *params;
    uint32_t param_count;
    gv_slot *slots;
    uint32_t slot_count;
    gv_status status; /* latched by the first failed look-up */
    char note[96];    /* which look-up */
    gv_tensor shared[GV_MAX_SHARED];
    uint32_t shared_count;
};

typedef enum { GV_VERB_NONE, GV_VERB_HELLO, GV_VERB_RUN, GV_VERB_BYE } gv_verb;

typedef struct {
    gv_verb verb;
    uint32_t seq;
    uint32_t protocol;
    uint32_t rng;
    gv_text contract;
    gv_text op;
    gv_call call;
    const char *error; /* one sentence; NULL while well-formed */
} gv_request;

/* Whether the payload is one msgpack value from its first byte to its last. */
bool gv_is_one_value(const uint8_t *payload, uint32_t length);

/* Fills *request from a payload; request->error tells what is malformed. Pointers go into the payload. */
void gv_decode_request(const uint8_t *payload, uint32_t length, gv_request *request);

/* True if the call has a word parameter of this name and value. */
bool gv_has_word(const gv_call *call, const char *name, const char *word);

/* Latches GV_E_ARG with a note about the named parameter or tensor. */
void gv_latch(gv_call *call, const char *what, const char *name);

/* ---- ops -------------------------------------------------------------------------------------------- */

/* The shim of an op; NULL if it is unknown or not linked. */
gv_op_fn gv_find_op(gv_text name);
/* Name of the index-th linked op; NULL beyond the last. */
const char *gv_get_op(uint32_t index);
bool gv_is_inout(gv_text op, gv_text tensor);

/* ---- guards ----------------------------------------------------------------------------------------- */

/* Copies inputs and poisons outputs in tensor memory, with guard bytes around each; GV_E_MEMORY if full. */
gv_status gv_place_tensors(gv_request *request);

/* Puts every tensor back to what gv_place_tensors made of it. */
void gv_restore_tensors(gv_call *call);

/* Puts inputs into the storage of the target where the call has `in_place`; after gv_place_tensors. */
void gv_share_storage(gv_call *call);

typedef struct {
    char canary[80]; /* `intact`, a tensor whose guard bytes changed, or `input:<name>` */
    char poison[64]; /* `untouched`, or an output that a refusal has written */
} gv_verdict;

/* What the call did to memory that it does not own; `refused` also checks that outputs are untouched. */
void gv_check_tensors(const gv_call *call, bool refused, gv_verdict *verdict);

/* ---- overflow --------------------------------------------------------------------------------------- */

typedef struct {
    uint32_t accumulate; /* add, subtract, negate */
    uint32_t multiply;
    uint32_t cast;
    const char *file; /* of the first finding; NULL if none or unknown */
    uint32_t line;
} gv_overflow;

/* One of gv_overflow.c (a plain build observes nothing) and gv_ubsan.c (counting handlers) is linked. */
bool gv_observes_overflow(void);
void gv_reset_overflow(void);
gv_overflow gv_read_overflow(void);

/* ---- floating point probe --------------------------------------------------------------------------- */

/* All false in a conforming build; gv_probe.c is compiled with the flags of the kernels. */
typedef struct {
    bool fma_contract;
    bool flush_to_zero;
    bool excess_precision;
} gv_float_traits;

gv_float_traits gv_probe_float(void);

/* Whether the library says that it follows a contract that the harness has. */
bool gv_offers_contract(const char *id);

/* ---- replies ---------------------------------------------------------------------------------------- */

typedef struct {
    const gv_request *request;
    gv_status status;
    const char *message; /* NULL where status is GV_OK */
    uint32_t rng;
    gv_overflow overflow;
    const gv_verdict *verdict;
} gv_outcome;

/* Each writes one payload of at most `room` bytes and returns its length; 0 if it does not fit. */
uint32_t gv_encode_hello(uint8_t *to, uint32_t room);
uint32_t gv_encode_run(uint8_t *to, uint32_t room, const gv_outcome *outcome);
uint32_t gv_encode_bye(uint8_t *to, uint32_t room);

/* ---- frames ----------------------------------------------------------------------------------------- */

uint32_t gv_crc32(uint32_t crc, const uint8_t *bytes, uint32_t length);

/*
 * Reads the next request frame; bytes that cannot begin a frame are skipped. GV_OK; GV_E_PROTOCOL for a bad
 * checksum or a payload beyond `room`; GV_E_ARG at the end of input.
 */
gv_status gv_read_frame(uint8_t *payload, uint32_t room, uint32_t *length);
bool gv_write_frame(const uint8_t *payload, uint32_t length);

/* Answers one request; false after bye or when the peer is gone. */
bool gv_serve_one(void);

#endif

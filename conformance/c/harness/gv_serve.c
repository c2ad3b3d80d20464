/* One request in, one reply out. All memory is static. */
#include "gv_harness.h"

#include "gv_contract.h"
#include "gv_fit.h"

#include <string.h>

static uint8_t request_payload[GV_FRAME_BYTES];
static uint8_t reply_payload[GV_FRAME_BYTES];
static _Alignas(16) uint8_t scratch[GV_SCRATCH_BYTES];

/* Contract ids are short; a text of the request is not terminated. */
static const gv_contract *contract_of(gv_text id)
{
    for (size_t i = 0; gv_get_contract(i) != NULL; i++) {
        if (gv_text_is(id, gv_get_contract(i)->id) && gv_offers_contract(gv_get_contract(i)->id)) {
            return gv_get_contract(i);
        }
    }
    return NULL;
}

static const char *default_message(gv_status status)
{
    switch (status) {
    case GV_OK:
        return NULL;
    case GV_E_ARG:
        return "the call does not fit the op";
    case GV_E_UNSUPPORTED:
        return "the op does not exist here under this contract";
    case GV_E_REFUSED:
        return "a guard fired";
    case GV_E_MEMORY:
        return "the scratch arena is too small";
    case GV_E_PROTOCOL:
        return "malformed request";
    }
    return NULL;
}

static uint32_t encode_failure(const gv_request *request, gv_status status, const char *message)
{
    static const gv_verdict clean = {.canary = "intact", .poison = "untouched"};
    gv_outcome outcome = {
        .request = request,
        .status = status,
        .message = message,
        .verdict = &clean,
    };
    return gv_encode_run(reply_payload, sizeof reply_payload, &outcome);
}

static uint32_t run(gv_request *request)
{
    const gv_contract *contract = contract_of(request->contract);
    gv_op_fn op = gv_find_op(request->op);
    if (contract == NULL || op == NULL) {
        return encode_failure(request, GV_E_UNSUPPORTED, "this build does not have the op or the contract");
    }
    if (gv_place_tensors(request) != GV_OK) {
        return encode_failure(request, GV_E_MEMORY, "the tensors of the call do not fit tensor memory");
    }
    if (gv_check_call(request, contract) != GV_OK) {
        return encode_failure(request, GV_E_ARG, request->call.note);
    }
    gv_ctx ctx = {
        .rng = request->rng,
        .contract = contract,
        .scratch = {.base = scratch, .size = sizeof scratch},
    };
    gv_reset_overflow();
    gv_status status = op(&ctx, &request->call);
    gv_overflow overflow = gv_read_overflow();
    const char *message = ctx.reason == NULL ? default_message(status) : ctx.reason;
    if ((status == GV_OK || status == GV_E_ARG) && gv_call_status(&request->call) != GV_OK) {
        status = gv_call_status(&request->call);
        message = request->call.note;
    }
    gv_verdict verdict;
    gv_check_tensors(&request->call, status == GV_E_REFUSED, &verdict);
    if (!gv_scratch_is_intact(&ctx)) {
        memcpy(verdict.canary, "scratch", sizeof "scratch");
    }
    gv_outcome outcome = {
        .request = request,
        .status = status,
        .message = message,
        .rng = ctx.rng,
        .overflow = overflow,
        .verdict = &verdict,
    };
    uint32_t length = gv_encode_run(reply_payload, sizeof reply_payload, &outcome);
    return length != 0u ? length : encode_failure(request, GV_E_MEMORY, "the reply does not fit a frame");
}

static uint32_t answer(gv_request *request)
{
    if (request->error != NULL) {
        return encode_failure(request, GV_E_PROTOCOL, request->error);
    }
    if (request->verb == GV_VERB_HELLO) {
        return gv_encode_hello(reply_payload, sizeof reply_payload);
    }
    if (request->verb == GV_VERB_BYE) {
        return gv_encode_bye(reply_payload, sizeof reply_payload);
    }
    return run(request);
}

bool gv_serve_one(void)
{
    static gv_request request;
    uint32_t length = 0;
    gv_status status = gv_read_frame(request_payload, sizeof request_payload, &length);
    if (status == GV_E_ARG) {
        return false;
    }
    if (status == GV_OK) {
        gv_decode_request(request_payload, length, &request);
    } else {
        request = (gv_request){.error = "a frame is too large or its checksum is wrong"};
    }
    uint32_t reply_length = answer(&request);
    return gv_write_frame(reply_payload, reply_length) && request.verb != GV_VERB_BYE;
}

/* pack_append: packed elements into another bit stream (S5). */
#include "gen/ops.h"
#include "gv_pack.h"

static gv_bit_stream stream_of(const gv_tensor *t, int32_t start)
{
    return (gv_bit_stream){.bytes = gv_bytes(t), .bits = t->bits, .start = (size_t)start};
}

static bool holds(const gv_tensor *t, int32_t start, int32_t count)
{
    return start >= 0 && count >= 0 &&
           (uint64_t)start + (uint64_t)count * t->bits <= (uint64_t)t->bytes * 8u;
}

gv_status gv_op_pack_append(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *x = gv_need(call, "x");
    gv_tensor *y = gv_need(call, "y");
    int32_t source = gv_param_int(call, "source_bit");
    int32_t destination = gv_param_int(call, "destination_bit");
    int32_t count = gv_param_int(call, "count");
    GV_TRY(gv_call_status(call));
    if (!holds(x, source, count) || !holds(y, destination, count)) {
        return gv_fail(ctx, GV_E_ARG, "the elements reach beyond a stream");
    }
    gv_bit_stream from = stream_of(x, source);
    gv_bit_stream to = stream_of(y, destination);
    gv_append_packed(&from, &to, (uint32_t)count);
    return GV_OK;
}

/* The samples of a model call: tensors of their own, or the rows of a stack. */
#include <string.h>

#include "sdk/gv_model_call.h"

/* x0, label0, x1, ... */
static void point_at_tensors(gv_call *call, gv_model *model)
{
    for (uint32_t i = 0; i < model->samples; i++) {
        char name[8] = "x0";
        name[1] = (char)('0' + (int)i);
        model->x[i] = gv_need(call, name);
        memcpy(name, "label0", 7u);
        name[5] = (char)('0' + (int)i);
        model->label[i] = gv_need(call, name);
    }
}

/* Row i of [S, ...] as the tensor [1, ...] over the same memory. */
static void row_of(const gv_tensor *stack, uint32_t i, gv_tensor *row)
{
    *row = *stack;
    row->dims[0] = 1u;
    row->count = stack->count / stack->dims[0];
    row->bytes = stack->bytes / stack->dims[0];
    row->data = gv_bytes(stack) + (size_t)i * row->bytes;
}

/* The rows of x, and of label where the call has one: else each sample is its own label. */
static void point_at_rows(const gv_call *call, gv_model *model, gv_tensor *rows)
{
    const gv_tensor *x = gv_find(call, "x");
    const gv_tensor *label = gv_find(call, "label");
    for (uint32_t i = 0; i < model->samples; i++) {
        gv_tensor *own = &rows[2u * i];
        row_of(x, i, own);
        model->x[i] = own;
        model->label[i] = own;
        if (label != NULL) {
            row_of(label, i, own + 1);
            model->label[i] = own + 1;
        }
    }
}

static bool is_stack(const gv_tensor *t, uint32_t rows)
{
    return (t->dtype == GV_FLOAT32 || t->dtype == GV_SYM_INT32) && t->rank >= 1u && t->dims[0] == rows;
}

uint32_t gv_count_samples(gv_call *call)
{
    if (gv_param_has(call, "samples")) {
        uint32_t count = (uint32_t)gv_param_int(call, "samples");
        return count <= GV_MODEL_SAMPLES ? count : 0u;
    }
    const gv_tensor *x = gv_need(call, "x");
    const gv_tensor *label = gv_find(call, "label");
    if (x == NULL || x->rank == 0u || !is_stack(x, x->dims[0])) {
        return 0u;
    }
    return label == NULL || is_stack(label, x->dims[0]) ? x->dims[0] : 0u;
}

gv_status gv_read_samples(gv_ctx *ctx, gv_call *call, gv_model *model)
{
    size_t pointers = model->samples * sizeof(gv_tensor *);
    model->x = gv_scratch(ctx, pointers);
    model->label = gv_scratch(ctx, pointers);
    gv_tensor *rows = gv_scratch(ctx, 2u * model->samples * sizeof *rows);
    if (model->x == NULL || model->label == NULL || rows == NULL) {
        return gv_fail(ctx, GV_E_MEMORY, "the samples do not fit the scratch arena");
    }
    if (gv_param_has(call, "samples")) {
        point_at_tensors(call, model);
    } else {
        point_at_rows(call, model, rows);
    }
    return GV_OK;
}

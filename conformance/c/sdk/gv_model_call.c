/* From the flat call of a model op (l0_kind, l0_weight, f0, d0, ...) to a model over staged tensors. */
#include <string.h>

#include "kernels/gv_contract.h"
#include "sdk/gv_model_call.h"
#include "sdk/gv_stage.h"

#define NAME_SIZE 40u

const char *const gv_layer_words[GV_LAYER_KINDS] = {
    "linear",     "quantization", "layer_norm",          "group_norm", "conv1d",  "conv1d_transposed",
    "max_pool1d", "avg_pool1d",   "adaptive_avg_pool1d", "relu",       "dropout", "flatten",
    "softmax",
};

/* Appends as much of a text as leaves room for the final zero; the new length. */
static size_t append(char *out, size_t length, const char *text)
{
    while (*text != '\0' && length < NAME_SIZE - 1u) {
        out[length++] = *text++;
    }
    out[length] = '\0';
    return length;
}

/* `prefix`, i below 100 in decimal, `word`, `part`: l0_weight, l0_weight_grad, f3 */
static const char *name_at(char *out, char prefix, uint32_t i, const char *word, const char *part)
{
    const char tens[] = {(char)('0' + (int)(i / 10u)), '\0'};
    const char ones[] = {(char)('0' + (int)(i % 10u)), '\0'};
    const char first[] = {prefix, '\0'};
    size_t length = append(out, 0u, first);
    length = append(out, length, i >= 10u ? tens : "");
    length = append(out, length, ones);
    length = append(out, length, word);
    append(out, length, part);
    return out;
}

/* A model being read from a call. */
typedef struct {
    gv_ctx *ctx;
    gv_call *call;
    gv_status status;
} reader;

/* A staged copy of a tensor of the call; NULL if the call has none, or after a failure. */
static gv_tensor *staged(reader *r, const char *name)
{
    const gv_tensor *given = gv_find(r->call, name);
    if (given == NULL || r->status != GV_OK) {
        return NULL;
    }
    gv_tensor *copy = gv_scratch(r->ctx, sizeof *copy);
    if (copy == NULL) {
        r->status = gv_fail(r->ctx, GV_E_MEMORY, "a model does not fit the scratch arena");
        return NULL;
    }
    r->status = gv_stage_tensor(r->ctx, given, copy);
    return r->status == GV_OK ? copy : NULL;
}

static gv_tensor *staged_at(reader *r, char prefix, uint32_t i, const char *word, const char *part)
{
    char name[NAME_SIZE];
    return staged(r, name_at(name, prefix, i, word, part));
}

/* Which of two words names the parameter of a layer: the weight of a product, or the gamma of a norm. */
static const char *word_of(const gv_call *call, uint32_t i, const char *first, const char *second)
{
    char name[NAME_SIZE];
    return gv_find(call, name_at(name, 'l', i, first, "")) != NULL ? first : second;
}

static gv_parameter read_parameter(reader *r, uint32_t i, const char *word)
{
    gv_parameter p;
    p.value = staged_at(r, 'l', i, word, "");
    p.grad = staged_at(r, 'l', i, word, "_grad");
    p.state[0] = staged_at(r, 'l', i, word, "_s0");
    p.state[1] = staged_at(r, 'l', i, word, "_s1");
    return p;
}

static gv_layer_kind read_kind(reader *r, uint32_t i)
{
    char name[NAME_SIZE];
    name_at(name, 'l', i, "_kind", "");
    uint32_t kind = gv_param_word(r->call, name, gv_layer_words, GV_LAYER_KINDS);
    if (kind < (uint32_t)GV_LAYER_KINDS) {
        return (gv_layer_kind)kind;
    }
    r->status = gv_fail(r->ctx, GV_E_ARG, "a layer of an unknown kind");
    return GV_LAYER_LINEAR;
}

/* The layer's own word, or the model's. */
static const char *own_or(reader *r, char *name, uint32_t i, const char *own, const char *shared)
{
    name_at(name, 'l', i, own, "");
    return gv_param_has(r->call, name) ? name : shared;
}

static gv_arithmetic read_math(reader *r, uint32_t i, const char *type, const char *rounding)
{
    char type_name[NAME_SIZE];
    char rounding_name[NAME_SIZE];
    return gv_param_arithmetic(r->call, own_or(r, type_name, i, type, "arithmetic"),
                               own_or(r, rounding_name, i, rounding, "rounding"));
}

static uint32_t read_int(reader *r, uint32_t i, const char *suffix, uint32_t otherwise)
{
    char name[NAME_SIZE];
    name_at(name, 'l', i, suffix, "");
    return (uint32_t)gv_param_int_or(r->call, name, (int32_t)otherwise);
}

static float read_f32(reader *r, uint32_t i, const char *suffix, float otherwise)
{
    char name[NAME_SIZE];
    name_at(name, 'l', i, suffix, "");
    return gv_param_f32_or(r->call, name, otherwise);
}

static gv_padding read_padding(reader *r, uint32_t i)
{
    char name[NAME_SIZE];
    name_at(name, 'l', i, "_padding", "");
    if (!gv_param_has(r->call, name)) {
        return GV_PAD_VALID;
    }
    if (gv_param_is(r->call, name, "SAME")) {
        return GV_PAD_SAME;
    }
    return gv_param_is(r->call, name, "EXPLICIT") ? GV_PAD_EXPLICIT : GV_PAD_VALID;
}

static gv_window read_window(reader *r, uint32_t i)
{
    return (gv_window){
        .kernel = read_int(r, i, "_kernel", 1u),
        .stride = read_int(r, i, "_stride", 1u),
        .dilation = read_int(r, i, "_dilation", 1u),
        .padding = read_padding(r, i),
        .amount = read_int(r, i, "_padding_amount", 0u),
    };
}

/* A forward pass names no mode. */
static gv_out_mode read_mode(reader *r, uint32_t i, const char *own, const char *shared)
{
    char name[NAME_SIZE];
    const char *word = own_or(r, name, i, own, shared);
    return gv_param_has(r->call, word) ? gv_param_out_mode(r->call, word) : GV_OUT_WRITE;
}

static void read_layer(reader *r, uint32_t i, gv_layer *layer)
{
    *layer = (gv_layer){
        .kind = read_kind(r, i),
        .forward = read_math(r, i, "_forward_arithmetic", "_forward_rounding"),
        .weight = read_math(r, i, "_weight_arithmetic", "_weight_rounding"),
        .bias = read_math(r, i, "_bias_arithmetic", "_bias_rounding"),
        .dx = read_math(r, i, "_dx_arithmetic", "_dx_rounding"),
        .weight_mode = read_mode(r, i, "_weight_mode", "weight_mode"),
        .bias_mode = read_mode(r, i, "_bias_mode", "bias_mode"),
        .eps = read_f32(r, i, "_eps", 1e-5f),
        .p = read_f32(r, i, "_p", 0.0f),
        .groups = read_int(r, i, "_groups", 1u),
        .window = read_window(r, i),
        .output_padding = read_int(r, i, "_output_padding", 0u),
        .output_size = read_int(r, i, "_output_size", 1u),
    };
    layer->first = read_parameter(r, i, word_of(r->call, i, "_weight", "_gamma"));
    layer->second = read_parameter(r, i, word_of(r->call, i, "_bias", "_beta"));
    layer->argmax = staged_at(r, 'l', i, "_argmax", "");
    layer->mask = staged_at(r, 'l', i, "_mask", "");
}

static void read_optimizer(gv_call *call, gv_optimizer *o)
{
    gv_arithmetic update = gv_param_arithmetic(call, "update_arithmetic", "write_back");
    *o = (gv_optimizer){
        .adamw = gv_param_is(call, "optimizer", "ADAMW"),
        .write_back = update.rounding,
        .arith = update.type,
        .sgd = {.lr = gv_param_f32(call, "lr")},
    };
    if (!o->adamw) {
        o->sgd.momentum = gv_param_f32(call, "momentum");
        o->sgd.weight_decay = gv_param_f32(call, "weight_decay");
        return;
    }
    o->options = (gv_adamw_options){
        .lr = o->sgd.lr,
        .beta1 = gv_param_f64(call, "beta1"),
        .beta2 = gv_param_f64(call, "beta2"),
        .epsilon = gv_param_f64(call, "epsilon"),
        .weight_decay = gv_param_f64(call, "decay"),
    };
    o->t = (uint32_t)gv_param_int(call, "t");
}

static void read_wires(reader *r, gv_model *model)
{
    for (uint32_t i = 0; i < model->count; i++) {
        model->forward[i] = staged_at(r, 'f', i, "", "");
        model->layers[i].training = model->trains;
        if (model->trains && i < model->first + 1u) {
            model->dx[i] = staged_at(r, 'd', i, "", "");
        }
    }
    if (model->trains) {
        model->seed = staged_at(r, 'd', model->first + 1u, "", "");
    }
}

/* A parameter has its gradient and as many state tensors as the optimizer writes. */
static bool has_parts(const gv_parameter *p, bool trains, uint32_t states)
{
    if (p->value == NULL || !trains) {
        return true;
    }
    return p->grad != NULL && (states < 1u || p->state[0] != NULL) && (states < 2u || p->state[1] != NULL);
}

static bool layer_is_complete(const gv_layer *layer, bool trains, uint32_t states)
{
    bool weighted = layer->kind == GV_LAYER_LINEAR || layer->kind == GV_LAYER_CONV1D ||
                    layer->kind == GV_LAYER_CONV1D_TRANSPOSED;
    bool norm = layer->kind == GV_LAYER_LAYER_NORM || layer->kind == GV_LAYER_GROUP_NORM;
    if ((weighted || norm) && layer->first.value == NULL) {
        return false;
    }
    if (norm && layer->second.value == NULL) {
        return false;
    }
    if (layer->kind == GV_LAYER_MAX_POOL1D && layer->argmax == NULL) {
        return false;
    }
    if (layer->kind == GV_LAYER_DROPOUT && layer->mask == NULL) {
        return false;
    }
    return has_parts(&layer->first, trains, states) && has_parts(&layer->second, trains, states);
}

/* State tensors per parameter that a step reads. */
static uint32_t states_of(const gv_ctx *ctx, const gv_optimizer *o)
{
    if (o->adamw) {
        return 2u;
    }
    bool always = ctx->contract->sgd == GV_SGD_UNROUNDED_MOMENTUM;
    return always || o->sgd.momentum != 0.0f ? 1u : 0u;
}

static bool is_complete(const gv_ctx *ctx, const gv_model *model)
{
    uint32_t states = states_of(ctx, &model->optimizer);
    for (uint32_t i = 0; i < model->count; i++) {
        bool has_dx = !model->trains || i >= model->first + 1u || model->dx[i] != NULL;
        bool wired = model->forward[i] != NULL && has_dx;
        if (!wired || !layer_is_complete(&model->layers[i], model->trains, states)) {
            return false;
        }
    }
    return !model->trains || model->seed != NULL;
}

gv_model *gv_open_model(gv_ctx *ctx, gv_call *call, gv_status *status)
{
    gv_model *model = gv_scratch(ctx, sizeof *model);
    if (model == NULL) {
        *status = gv_fail(ctx, GV_E_MEMORY, "a model does not fit the scratch arena");
        return NULL;
    }
    memset(model, 0, sizeof *model);
    reader r = {.ctx = ctx, .call = call, .status = GV_OK};
    model->count = (uint32_t)gv_param_int(call, "layers");
    model->trains = gv_param_has(call, "optimizer");
    model->samples = gv_count_samples(call);
    model->loss = gv_param_is(call, "loss", "MSE") ? GV_LOSS_MSE : GV_LOSS_CROSS_ENTROPY;
    if (model->count == 0u || model->count > GV_MODEL_LAYERS || model->samples == 0u) {
        *status = gv_fail(ctx, GV_E_ARG, "a model of too few or too many layers or samples");
        return NULL;
    }
    /* CrossEntropy skips the last layer; a model of that layer alone has none below (first + 1 wraps to 0) */
    model->first = model->count - (model->loss == GV_LOSS_MSE ? 1u : 2u);
    model->forward_mean = gv_param_is(call, "forward_reduction", "MEAN");
    for (uint32_t i = 0; i < model->count; i++) {
        read_layer(&r, i, &model->layers[i]);
    }
    if (model->trains) {
        model->backward_mean = gv_param_is(call, "backward_reduction", "MEAN");
        read_optimizer(call, &model->optimizer);
    }
    read_wires(&r, model);
    if (r.status == GV_OK) {
        r.status = gv_read_samples(ctx, call, model);
    }
    *status = r.status != GV_OK ? r.status : gv_call_status(call);
    if (*status == GV_OK && !is_complete(ctx, model)) {
        *status = gv_fail(ctx, GV_E_ARG, "a tensor of the model is missing");
    }
    return *status == GV_OK ? model : NULL;
}

static void commit_at(gv_call *call, const gv_tensor *copy, char prefix, uint32_t i, const char *word,
                      const char *part)
{
    char name[NAME_SIZE];
    gv_tensor *target = copy == NULL ? NULL : gv_find(call, name_at(name, prefix, i, word, part));
    if (target != NULL) {
        gv_commit_tensor(copy, target);
    }
}

static void commit_parameter(gv_call *call, const gv_parameter *p, uint32_t i, const char *word)
{
    commit_at(call, p->value, 'l', i, word, "");
    commit_at(call, p->grad, 'l', i, word, "_grad");
    commit_at(call, p->state[0], 'l', i, word, "_s0");
    commit_at(call, p->state[1], 'l', i, word, "_s1");
}

void gv_commit_model(const gv_model *model, gv_call *call)
{
    for (uint32_t i = 0; i < model->count; i++) {
        const gv_layer *layer = &model->layers[i];
        commit_parameter(call, &layer->first, i, word_of(call, i, "_weight", "_gamma"));
        commit_parameter(call, &layer->second, i, word_of(call, i, "_bias", "_beta"));
        commit_at(call, layer->argmax, 'l', i, "_argmax", "");
        commit_at(call, layer->mask, 'l', i, "_mask", "");
        commit_at(call, model->forward[i], 'f', i, "", "");
        commit_at(call, model->dx[i], 'd', i, "", "");
    }
    commit_at(call, model->seed, 'd', model->first + 1u, "", "");
}

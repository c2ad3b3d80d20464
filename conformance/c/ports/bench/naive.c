/* Index functions all the way, as the clauses are read. */
#include "naive.h"

#include <math.h>
#include <string.h>

/* The storage position of a logical index. */
static uint32_t position_of(const gv_tensor *t, const uint32_t *index)
{
    uint32_t position = 0;
    for (uint32_t axis = 0; axis < t->rank; axis++) {
        position = position * t->dims[axis] + index[t->order[axis]];
    }
    return position;
}

static uint32_t extent_of(const gv_tensor *t, uint32_t logical)
{
    for (uint32_t axis = 0; axis < t->rank; axis++) {
        if (t->order[axis] == logical) {
            return t->dims[axis];
        }
    }
    return 1;
}

/* Not inlined, as in a library where it stands in a file of its own. */
__attribute__((noinline)) static int32_t read_at(const gv_tensor *t, uint32_t i, uint32_t j, uint32_t k)
{
    const uint32_t index[3] = {i, j, k};
    return gv_i32(t)[position_of(t, index)];
}

__attribute__((noinline)) static void add_at(gv_tensor *t, uint32_t i, uint32_t j, uint32_t k, int32_t term)
{
    const uint32_t index[3] = {i, j, k};
    gv_i32(t)[position_of(t, index)] += term;
}

void naive_matmul(const gv_tensor *a, const gv_tensor *b, gv_tensor *out)
{
    memset(out->data, 0, out->bytes);
    for (uint32_t row = 0; row < extent_of(a, 0); row++) {
        for (uint32_t col = 0; col < extent_of(b, 1); col++) {
            for (uint32_t k = 0; k < extent_of(a, 1); k++) {
                add_at(out, row, col, 0, read_at(a, row, k, 0) * read_at(b, k, col, 0));
            }
        }
    }
}

void naive_conv1d(const gv_conv *conv, const gv_tensor *x, const gv_tensor *weight, gv_tensor *y)
{
    const gv_window *w = &conv->window;
    memset(y->data, 0, y->bytes);
    for (uint32_t b = 0; b < y->dims[0]; b++) {
        for (uint32_t o = 0; o < y->dims[1]; o++) {
            for (uint32_t p = 0; p < y->dims[2]; p++) {
                for (uint32_t i = 0; i < x->dims[1]; i++) {
                    for (uint32_t k = 0; k < w->kernel; k++) {
                        int32_t value = read_at(x, b, i, p * w->stride + k * w->dilation);
                        add_at(y, b, o, p, value * read_at(weight, o, i, k));
                    }
                }
            }
        }
    }
}

void naive_conv1d_transposed(const gv_conv *conv, const gv_tensor *x, const gv_tensor *weight, gv_tensor *y)
{
    const gv_window *w = &conv->window;
    memset(y->data, 0, y->bytes);
    for (uint32_t b = 0; b < x->dims[0]; b++) {
        for (uint32_t i = 0; i < x->dims[1]; i++) {
            for (uint32_t p = 0; p < x->dims[2]; p++) {
                for (uint32_t o = 0; o < y->dims[1]; o++) {
                    for (uint32_t k = 0; k < w->kernel; k++) {
                        int32_t product = read_at(x, b, i, p) * read_at(weight, i, o, k);
                        add_at(y, b, o, p * w->stride + k * w->dilation, product);
                    }
                }
            }
        }
    }
}

void naive_conv1d_weight_grad(const gv_conv *conv, const gv_tensor *x, const gv_tensor *dy, gv_tensor *dw)
{
    const gv_window *w = &conv->window;
    memset(dw->data, 0, dw->bytes);
    for (uint32_t b = 0; b < dy->dims[0]; b++) {
        for (uint32_t o = 0; o < dy->dims[1]; o++) {
            for (uint32_t p = 0; p < dy->dims[2]; p++) {
                for (uint32_t i = 0; i < x->dims[1]; i++) {
                    for (uint32_t k = 0; k < w->kernel; k++) {
                        int32_t value = read_at(x, b, i, p * w->stride + k * w->dilation);
                        add_at(dw, o, i, k, value * read_at(dy, b, o, p));
                    }
                }
            }
        }
    }
}

void naive_requant(gv_tensor *t, uint32_t bits)
{
    float largest = 0.0f;
    for (uint32_t i = 0; i < t->dims[0]; i++) {
        for (uint32_t j = 0; j < t->count / t->dims[0]; j++) {
            float value = (float)gv_i32(t)[i * (t->count / t->dims[0]) + j] * t->scale;
            largest = fabsf(value) > largest ? fabsf(value) : largest;
        }
    }
    float steps = (float)((1 << (bits - 1u)) - 1);
    float scale = largest > 0.0f ? largest / steps : 1.0f;
    float ratio = t->scale / scale;
    for (uint32_t i = 0; i < t->count; i++) {
        gv_i32(t)[i] = (int32_t)roundf((float)gv_i32(t)[i] * ratio);
    }
    t->scale = scale;
}

#include "tiny_train.h"

#include <math.h>

int32_t tt_round(float x)
{
    float magnitude = fabsf(x);
    float whole = truncf(magnitude);
    if (magnitude - whole >= 0.5f) {
        whole += 1.0f;
    }
    return (int32_t)(x < 0.0f ? -whole : whole);
}

static float limit_of(uint32_t bits)
{
    return (float)(((int32_t)1 << (bits - 1u)) - 1);
}

static int32_t clamp(int32_t code, uint32_t bits)
{
    int32_t high = ((int32_t)1 << (bits - 1u)) - 1;
    return code > high ? high : code < -high - 1 ? -high - 1 : code;
}

void tt_requant(const int32_t *in, float in_scale, int32_t *out, float *out_scale, uint32_t count,
                uint32_t bits)
{
    float top = 0.0f;
    for (uint32_t i = 0; i < count; i++) {
        top = fmaxf(top, fabsf((float)in[i] * in_scale));
    }
    *out_scale = top == 0.0f ? 1.0f : top / limit_of(bits);
    float ratio = in_scale / *out_scale;
    for (uint32_t i = 0; i < count; i++) {
        out[i] = clamp(tt_round((float)in[i] * ratio), bits);
    }
}

static float value_of(tt_tensor t, uint32_t i)
{
    return (float)t.q[i] * t.scale;
}

static void statistics(tt_tensor x, uint32_t first, uint32_t size, float eps, float *mean, float *rstd)
{
    int32_t sum = 0;
    float variance = 0.0f;
    for (uint32_t j = 0; j < size; j++) {
        sum += x.q[first + j];
    }
    *mean = x.scale * ((float)sum / (float)size);
    for (uint32_t j = 0; j < size; j++) {
        float distance = value_of(x, first + j) - *mean;
        variance += distance * distance;
    }
    *rstd = 1.0f / sqrtf(variance / (float)size + eps);
}

void tt_layer_norm_backward(tt_tensor x, tt_tensor dy, tt_tensor gamma, uint32_t groups, uint32_t size,
                            float eps,
                            float *d_gamma, float *d_beta, int32_t *dx, float *dx_scale, uint32_t bits,
                            float *work)
{
    float top = 0.0f;
    for (uint32_t g = 0; g < groups; g++) {
        uint32_t first = g * size;
        float mean, rstd, a = 0.0f, c = 0.0f;
        statistics(x, first, size, eps, &mean, &rstd);
        for (uint32_t j = 0; j < size; j++) {
            float loss = value_of(dy, first + j);
            float normal = (value_of(x, first + j) - mean) * rstd;
            float e = loss * value_of(gamma, j);
            d_beta[j] += loss;
            d_gamma[j] += loss * normal;
            a += e;
            c += e * normal;
        }
        a /= (float)size;
        c /= (float)size;
        for (uint32_t j = 0; j < size; j++) {
            float normal = (value_of(x, first + j) - mean) * rstd;
            float e = value_of(dy, first + j) * value_of(gamma, j);
            work[first + j] = rstd * ((e - a) - normal * c);
            top = fmaxf(top, fabsf(work[first + j]));
        }
    }
    *dx_scale = top == 0.0f ? 1.0f : top / limit_of(bits);
    for (uint32_t i = 0; i < groups * size; i++) {
        dx[i] = top == 0.0f ? 0 : clamp(tt_round(work[i] / *dx_scale), bits);
    }
}

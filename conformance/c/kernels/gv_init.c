/* S15. */
#include "gv_init.h"

#include "gv_double.h"
#include "gv_exp_log.h"
#include "gv_float.h"
#include "gv_rng.h"

static const float pi = 3.14159274101257324f;
static const float smallest = 1e-7f;

float gv_uniform_between(gv_ctx *ctx, float a, float b)
{
    float r = gv_draw_uniform(ctx);
    return a + r * (b - a);
}

float gv_normal_number(gv_ctx *ctx, float mean, float deviation)
{
    float u1 = gv_draw_uniform(ctx);
    float u2 = gv_draw_uniform(ctx);
    while (u1 <= smallest) {
        u1 = gv_draw_uniform(ctx);
    }
    float radius = gv_sqrt_f32(-2.0f * gv_log_f32(u1));
    float angle = (2.0f * pi) * u2;
    float direction = (float)gv_cos_f64((double)angle);
    return mean + (deviation * radius) * direction;
}

float gv_init_scale(float gain, float t, uint32_t fans)
{
    return gain * gv_sqrt_f32(t / gv_i2f((int32_t)fans));
}

float gv_kaiming_deviation(float gain, uint32_t fan)
{
    return gain / gv_sqrt_f32(gv_i2f((int32_t)fan));
}

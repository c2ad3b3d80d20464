/* S119, S120: double-double arithmetic. */
#include "gv_double.h"

#include <math.h>

/* hi + lo with |lo| at most half an ulp of hi */
typedef struct {
    double hi;
    double lo;
} pair;

static pair two_sum(double a, double b)
{
    double hi = a + b;
    double part = hi - a;
    return (pair){.hi = hi, .lo = (a - (hi - part)) + (b - part)};
}

/* a * b exactly, by Veltkamp splitting */
static pair two_product(double a, double b)
{
    double hi = a * b;
    double ta = 134217729.0 * a;
    double a_high = ta - (ta - a);
    double a_low = a - a_high;
    double tb = 134217729.0 * b;
    double b_high = tb - (tb - b);
    double b_low = b - b_high;
    double lo = ((a_high * b_high - hi) + a_high * b_low + a_low * b_high) + a_low * b_low;
    return (pair){.hi = hi, .lo = lo};
}

static pair add(pair a, pair b)
{
    pair s = two_sum(a.hi, b.hi);
    return two_sum(s.hi, s.lo + (a.lo + b.lo));
}

static pair multiply(pair a, pair b)
{
    pair p = two_product(a.hi, b.hi);
    return two_sum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi));
}

static pair divide(pair a, double b)
{
    double quotient = a.hi / b;
    pair p = two_product(quotient, b);
    return two_sum(quotient, (((a.hi - p.hi) - p.lo) + a.lo) / b);
}

/* 2^e for e in [-1022, 1023] */
static double power_of_two(int32_t e)
{
    uint64_t bits = (uint64_t)(e + 1023) << 52;
    double x;
    __builtin_memcpy(&x, &bits, sizeof x);
    return x;
}

static int32_t exponent_of(double x)
{
    uint64_t bits;
    __builtin_memcpy(&bits, &x, sizeof bits);
    return (int32_t)((bits >> 52) & 0x7ffu) - 1023;
}

/* a pair times a power of two */
typedef struct {
    pair value;
    int64_t exponent;
} scaled;

/* Moves the leading bit of a non-zero value to 2^0. */
static scaled normalize(pair value, int64_t exponent)
{
    int32_t shift = exponent_of(value.hi);
    double factor = power_of_two(-shift);
    return (scaled){
        .value = {.hi = value.hi * factor, .lo = value.lo * factor},
        .exponent = exponent + shift,
    };
}

static double unscale(scaled s)
{
    double x = s.value.hi + s.value.lo;
    if (s.exponent > 1023) {
        return x < 0.0 ? -(double)__builtin_inff() : (double)__builtin_inff();
    }
    if (s.exponent < -2000) {
        return x < 0.0 ? -0.0 : 0.0;
    }
    int32_t e = (int32_t)s.exponent;
    int32_t half = e >= 0 ? e / 2 : -((1 - e) / 2);
    return x * power_of_two(half) * power_of_two(e - half);
}

double gv_pow_int(double x, uint32_t k)
{
    if (k == 0u) {
        return 1.0;
    }
    if (!(x != 0.0)) {
        return (k & 1u) == 1u ? x : 0.0;
    }
    scaled base = normalize((pair){.hi = x, .lo = 0.0}, 0);
    scaled result = {.value = {.hi = 1.0, .lo = 0.0}, .exponent = 0};
    for (uint32_t rest = k;;) {
        if ((rest & 1u) == 1u) {
            result = normalize(multiply(result.value, base.value), result.exponent + base.exponent);
        }
        rest >>= 1;
        if (rest == 0u) {
            return unscale(result);
        }
        base = normalize(multiply(base.value, base.value), 2 * base.exponent);
    }
}

/* pi/2 in three parts, each the double nearest to the remainder of the exact value */
static const double half_pi[3] = {1.5707963267948966, 6.123233995736766e-17, -1.4973849048591698e-33};

/* 1 - r2/(a(a+1)) * (1 - r2/((a+2)(a+3)) * ...): cos for a = 1, sin(r)/r for a = 2 */
static pair even_series(pair square, int32_t a)
{
    const pair one = {.hi = 1.0, .lo = 0.0};
    pair sum = one;
    for (int32_t j = 15; j >= 0; j--) {
        double low = (double)(a + 2 * j);
        pair term = divide(multiply(square, sum), low * (low + 1.0));
        sum = add(one, (pair){.hi = -term.hi, .lo = -term.lo});
    }
    return sum;
}

double gv_cos_f64(double x)
{
    uint64_t k = (uint64_t)(x / half_pi[0] + 0.5);
    pair r = {.hi = x, .lo = 0.0};
    for (int i = 0; i < 3; i++) {
        pair product = two_product((double)k, half_pi[i]);
        r = add(r, (pair){.hi = -product.hi, .lo = 0.0});
        r = add(r, (pair){.hi = -product.lo, .lo = 0.0});
    }
    pair square = multiply(r, r);
    uint32_t quadrant = (uint32_t)(k & 3u);
    pair value = (quadrant & 1u) == 0u ? even_series(square, 1) : multiply(r, even_series(square, 2));
    double magnitude = value.hi + value.lo;
    return quadrant == 1u || quadrant == 2u ? -magnitude : magnitude;
}

double gv_sqrt_f64(double x) { return sqrt(x); }

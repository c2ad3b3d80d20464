/*
 * The library's own tests. The headers are made of fixtures.yaml while this is built; there is no tolerance
 * in them.
 */
#include "goldvec_all.h"
#include "tiny_train.h"
#include "unity.h"

#include <stdlib.h>
#include <string.h>

static float float_of(uint32_t bits)
{
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static void check_scale(uint32_t expected, float got)
{
    TEST_ASSERT_EQUAL_HEX32_ARRAY(&expected, &got, 1);
}

/* What a tolerance of one mantissa says of the same numbers. */
static void print_tolerance(const int32_t *expected, const int32_t *got, uint32_t count)
{
    int32_t largest = 0;
    for (uint32_t i = 0; i < count; i++) {
        int32_t distance = abs(expected[i] - got[i]);
        largest = distance > largest ? distance : largest;
    }
    if (largest != 0) {
        printf("within 1 mantissa: %s\n", largest <= 1 ? "would pass" : "would fail");
    }
}

static void test_round_halves(void)
{
    int32_t got[HALVES_X_COUNT];
    for (uint32_t i = 0; i < HALVES_X_COUNT; i++) {
        got[i] = tt_round(float_of(halves_x[i]));
    }
    print_tolerance(halves_expected_y, got, HALVES_X_COUNT);
    TEST_ASSERT_EQUAL_INT32_ARRAY(halves_expected_y, got, HALVES_X_COUNT);
}

static void test_requant_after_add(void)
{
    int32_t got[AFTER_ADD_X_COUNT];
    float scale;
    tt_requant(after_add_x, float_of(AFTER_ADD_X_SCALE_BITS), got, &scale, AFTER_ADD_X_COUNT,
               AFTER_ADD_Y_BITS);
    print_tolerance(after_add_expected_y, got, AFTER_ADD_X_COUNT);
    TEST_ASSERT_EQUAL_INT32_ARRAY(after_add_expected_y, got, AFTER_ADD_X_COUNT);
    check_scale(AFTER_ADD_EXPECTED_Y_SCALE_BITS, scale);
}

static void test_layer_norm_backward(void)
{
    uint32_t size = LAYER_NORM_GAMMA_COUNT;
    tt_tensor x = {layer_norm_x, float_of(LAYER_NORM_X_SCALE_BITS)};
    tt_tensor dy = {layer_norm_dy, float_of(LAYER_NORM_DY_SCALE_BITS)};
    tt_tensor gamma = {layer_norm_gamma, float_of(LAYER_NORM_GAMMA_SCALE_BITS)};
    float d_gamma[LAYER_NORM_GAMMA_COUNT], d_beta[LAYER_NORM_GAMMA_COUNT], work[LAYER_NORM_X_COUNT], scale;
    int32_t dx[LAYER_NORM_X_COUNT];
    /* the gradients of this call, added to what the tensors held */
    memset(d_gamma, 0, sizeof d_gamma);
    memset(d_beta, 0, sizeof d_beta);
    tt_layer_norm_backward(x, dy, gamma, LAYER_NORM_X_COUNT / size, size,
                           float_of(LAYER_NORM_PARAM_EPS_BITS), d_gamma,
                           d_beta, dx, &scale, LAYER_NORM_DX_BITS, work);
    for (uint32_t j = 0; j < size; j++) {
        d_gamma[j] += float_of(layer_norm_gamma_grad[j]);
        d_beta[j] += float_of(layer_norm_beta_grad[j]);
    }
    print_tolerance(layer_norm_expected_dx, dx, LAYER_NORM_X_COUNT);
    TEST_ASSERT_EQUAL_INT32_ARRAY(layer_norm_expected_dx, dx, LAYER_NORM_X_COUNT);
    check_scale(LAYER_NORM_EXPECTED_DX_SCALE_BITS, scale);
    TEST_ASSERT_EQUAL_HEX32_ARRAY(layer_norm_expected_gamma_grad, d_gamma, size);
    TEST_ASSERT_EQUAL_HEX32_ARRAY(layer_norm_expected_beta_grad, d_beta, size);
}

int main(void)
{
    UNITY_BEGIN();
    RUN_TEST(test_round_halves);
    RUN_TEST(test_requant_after_add);
    RUN_TEST(test_layer_norm_backward);
    return UNITY_END();
}

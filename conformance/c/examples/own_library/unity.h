/*
 * The few macros of the Unity test framework that test_tiny_train.c uses, for systems without a package of
 * it (Debian has
 * none). With the original in the include path, delete this file.
 */
#ifndef UNITY_H
#define UNITY_H

#include <stdint.h>
#include <stdio.h>

static int unity_tests, unity_failures, unity_failed;
static const char *unity_name;

static inline void unity_compare(const void *expected, const void *got, uint32_t count, int line)
{
    for (uint32_t i = 0; i < count && !unity_failed; i++) {
        int32_t e = ((const int32_t *)expected)[i], g = ((const int32_t *)got)[i];
        if (e != g) {
            unity_failed = 1;
            printf("%d:%s:FAIL: Element %u Expected %d (0x%08X) Was %d (0x%08X)\n", line,
                   unity_name, (unsigned)i,
                   (int)e, (unsigned)e, (int)g, (unsigned)g);
        }
    }
}

static inline void unity_run(void (*test)(void), const char *name, int line)
{
    unity_name = name;
    unity_failed = 0;
    test();
    unity_tests++;
    unity_failures += unity_failed;
    if (!unity_failed) {
        printf("%d:%s:PASS\n", line, name);
    }
}

static inline int unity_end(void)
{
    printf("%d Tests %d Failures 0 Ignored\n%s\n", unity_tests, unity_failures,
           unity_failures ? "FAIL" : "OK");
    return unity_failures;
}

#define UNITY_BEGIN() (unity_tests = unity_failures = 0)
#define UNITY_END() unity_end()
#define RUN_TEST(test) unity_run(test, #test, __LINE__)
#define TEST_ASSERT_EQUAL_INT32_ARRAY(expected, got, count) unity_compare(expected, got, count, __LINE__)
#define TEST_ASSERT_EQUAL_HEX32_ARRAY(expected, got, count) unity_compare(expected, got, count, __LINE__)

#endif

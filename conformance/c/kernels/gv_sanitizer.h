/*
 * Guard bytes that the address sanitizer may watch: in its builds a touch of them ends the program at once,
 * in the others the harness compares them after the call.
 */
#ifndef GV_SANITIZER_H
#define GV_SANITIZER_H

#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GV_ADDRESS_SANITIZER 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) && !defined(GV_ADDRESS_SANITIZER)
#define GV_ADDRESS_SANITIZER 1
#endif

#ifdef GV_ADDRESS_SANITIZER
void __asan_poison_memory_region(const volatile void *at, size_t size);
void __asan_unpoison_memory_region(const volatile void *at, size_t size);
#endif

static inline void gv_watch(const void *at, size_t size)
{
#ifdef GV_ADDRESS_SANITIZER
    __asan_poison_memory_region(at, size);
#else
    (void)at;
    (void)size;
#endif
}

static inline void gv_unwatch(const void *at, size_t size)
{
#ifdef GV_ADDRESS_SANITIZER
    __asan_unpoison_memory_region(at, size);
#else
    (void)at;
    (void)size;
#endif
}

#endif

/*
 * Counting handlers for code compiled with -fsanitize=signed-integer-overflow,float-cast-overflow and linked
 * without a sanitizer runtime. The first argument of every handler begins with a source location.
 *
 * The handlers stand in a translation unit of their own and the counters are volatile: gcc takes handlers
 * for leaf functions that cannot change a variable it knows, and would keep the counters in registers.
 */
#include "gv_harness.h"

typedef struct {
    const char *file;
    uint32_t line;
    uint32_t column;
} source_location;

typedef uintptr_t value_handle;

static volatile uint32_t count_accumulate;
static volatile uint32_t count_multiply;
static volatile uint32_t count_cast;
static const char *volatile first_file;
static volatile uint32_t first_line;

static void note(volatile uint32_t *counter, const source_location *where)
{
    if (first_file == NULL) {
        first_file = where->file;
        first_line = where->line;
    }
    *counter = *counter + 1u;
}

void __ubsan_handle_add_overflow(source_location *where, value_handle a, value_handle b);
void __ubsan_handle_sub_overflow(source_location *where, value_handle a, value_handle b);
void __ubsan_handle_negate_overflow(source_location *where, value_handle a);
void __ubsan_handle_mul_overflow(source_location *where, value_handle a, value_handle b);
void __ubsan_handle_divrem_overflow(source_location *where, value_handle a, value_handle b);
void __ubsan_handle_float_cast_overflow(source_location *where, value_handle a);

void __ubsan_handle_add_overflow(source_location *where, value_handle a, value_handle b)
{
    (void)a;
    (void)b;
    note(&count_accumulate, where);
}

void __ubsan_handle_sub_overflow(source_location *where, value_handle a, value_handle b)
{
    (void)a;
    (void)b;
    note(&count_accumulate, where);
}

void __ubsan_handle_negate_overflow(source_location *where, value_handle a)
{
    (void)a;
    note(&count_accumulate, where);
}

void __ubsan_handle_mul_overflow(source_location *where, value_handle a, value_handle b)
{
    (void)a;
    (void)b;
    note(&count_multiply, where);
}

void __ubsan_handle_divrem_overflow(source_location *where, value_handle a, value_handle b)
{
    (void)a;
    (void)b;
    note(&count_multiply, where);
}

void __ubsan_handle_float_cast_overflow(source_location *where, value_handle a)
{
    (void)a;
    note(&count_cast, where);
}

bool gv_observes_overflow(void)
{
    return true;
}

void gv_reset_overflow(void)
{
    count_accumulate = 0;
    count_multiply = 0;
    count_cast = 0;
    first_file = NULL;
    first_line = 0;
}

gv_overflow gv_read_overflow(void)
{
    return (gv_overflow){
        .accumulate = count_accumulate,
        .multiply = count_multiply,
        .cast = count_cast,
        .file = first_file,
        .line = first_line,
    };
}

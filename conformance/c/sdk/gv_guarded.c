/*
 * Calls into a library whose guards end the program. Linked with --wrap=exit, abort and __assert_fail
 * (GUARDED of goldvec_add_backend), exit, abort and a failed assert come back here while a guarded call runs.
 */
#include "gv_harness.h"

#include <setjmp.h>
#include <stdlib.h>

static jmp_buf back;
static bool is_running;

GV_NORETURN void __real_exit(int status);
GV_NORETURN void __real_abort(void);
GV_NORETURN void __wrap_exit(int status);
GV_NORETURN void __wrap_abort(void);
GV_NORETURN void __wrap___assert_fail(const char *text, const char *file, unsigned line,
                                      const char *function);

static void leave(void)
{
    if (is_running) {
        is_running = false;
        longjmp(back, 1);
    }
}

GV_NORETURN void __wrap_exit(int status)
{
    leave();
    __real_exit(status);
}

GV_NORETURN void __wrap_abort(void)
{
    leave();
    __real_abort();
}

GV_NORETURN void __wrap___assert_fail(const char *text, const char *file, unsigned line, const char *function)
{
    (void)text;
    (void)file;
    (void)line;
    (void)function;
    leave();
    __real_abort();
}

gv_status gv_guarded(gv_ctx *ctx, gv_call *call, gv_body body, void *data)
{
    if (setjmp(back) != 0) {
        gv_restore_tensors(call);
        return gv_fail(ctx, GV_E_REFUSED, "the library ended the program in a guard");
    }
    is_running = true;
    body(data);
    is_running = false;
    return GV_OK;
}

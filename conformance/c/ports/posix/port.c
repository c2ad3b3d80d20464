/*
 * POSIX port: frames over stdin and stdout. What a library prints to standard output goes to standard error
 * instead, so that it cannot come between the frames.
 */
#include "goldvec.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static int replies = STDOUT_FILENO;

void gv_port_init(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    int kept = dup(STDOUT_FILENO);
    if (kept >= 0 && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0) {
        replies = kept;
    }
}

bool gv_port_read(uint8_t *to, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t got = read(STDIN_FILENO, to + done, n - done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return false;
        }
        done += (size_t)got;
    }
    return true;
}

bool gv_port_write(const uint8_t *from, size_t n)
{
    size_t done = 0;
    while (done < n) {
        ssize_t put = write(replies, from + done, n - done);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            return false;
        }
        done += (size_t)put;
    }
    return true;
}

_Noreturn void gv_port_exit(int status)
{
    exit(status);
}

/* POSIX port: frames over stdin and stdout. */
#include "goldvec.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

void gv_port_init(int argc, char **argv)
{
    (void)argc;
    (void)argv;
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
        ssize_t put = write(STDOUT_FILENO, from + done, n - done);
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

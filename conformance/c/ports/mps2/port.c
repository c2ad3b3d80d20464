/*
 * Port over Arm semihosting: two files on the host, named by the command line as `<name> <requests>
 * <replies>`. FIFOs move some 30 MB/s this way, a polled UART a thousandth of it.
 */
#include "semihost.h"

#include "goldvec.h"

#include <string.h>

#define SYS_OPEN 0x01u
#define SYS_WRITE 0x05u
#define SYS_READ 0x06u
#define SYS_GET_CMDLINE 0x15u

#define MODE_READ_BINARY 1u
#define MODE_WRITE_BINARY 5u

#define EXIT_NO_CHANNEL 3

static uint32_t requests;
static uint32_t replies;

static uint32_t open_file(const char *path, uint32_t mode)
{
    uint32_t block[3] = {(uint32_t)path, mode, (uint32_t)strlen(path)};
    return semihost(SYS_OPEN, block);
}

/* Cuts the next word off a line; empty at its end. */
static char *next_word(char **line)
{
    char *word = *line;
    while (*word == ' ') {
        word++;
    }
    char *end = word;
    while (*end != ' ' && *end != '\0') {
        end++;
    }
    *line = *end == '\0' ? end : end + 1;
    *end = '\0';
    return word;
}

void gv_port_init(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    static char line[256];
    uint32_t block[2] = {(uint32_t)line, sizeof line - 1u};
    if (semihost(SYS_GET_CMDLINE, block) != 0u) {
        gv_port_exit(EXIT_NO_CHANNEL);
    }
    char *rest = line;
    (void)next_word(&rest);
    requests = open_file(next_word(&rest), MODE_READ_BINARY);
    replies = open_file(next_word(&rest), MODE_WRITE_BINARY);
    if (requests == UINT32_MAX || replies == UINT32_MAX) {
        gv_port_exit(EXIT_NO_CHANNEL);
    }
}

/* SYS_READ and SYS_WRITE return the number of bytes that were not moved. */
bool gv_port_read(uint8_t *to, size_t n)
{
    while (n > 0u) {
        uint32_t block[3] = {requests, (uint32_t)to, n};
        uint32_t left = semihost(SYS_READ, block);
        if (left >= n) {
            return false;
        }
        to += n - left;
        n = left;
    }
    return true;
}

bool gv_port_write(const uint8_t *from, size_t n)
{
    while (n > 0u) {
        uint32_t block[3] = {replies, (uint32_t)from, n};
        uint32_t left = semihost(SYS_WRITE, block);
        if (left >= n) {
            return false;
        }
        from += n - left;
        n = left;
    }
    return true;
}

_Noreturn void gv_port_exit(int status)
{
    semihost_exit(status);
}

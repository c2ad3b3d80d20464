/*
 * WebAssembly port: no imports. The host writes one request frame into the request buffer, calls
 * gv_wasm_handle with its length and reads the reply frame.
 */
#include "gv_harness.h"

#include <string.h>

#define EXPORT(name) __attribute__((export_name(name)))
#define FRAME_OVERHEAD 12u

static uint8_t request[GV_FRAME_BYTES + FRAME_OVERHEAD];
static uint8_t reply[GV_FRAME_BYTES + FRAME_OVERHEAD];
static size_t request_length;
static size_t request_read;
static size_t reply_length;

EXPORT("gv_wasm_request_buffer") uint8_t *gv_wasm_request_buffer(void);
EXPORT("gv_wasm_request_room") uint32_t gv_wasm_request_room(void);
EXPORT("gv_wasm_reply_buffer") uint8_t *gv_wasm_reply_buffer(void);
EXPORT("gv_wasm_handle") uint32_t gv_wasm_handle(uint32_t length);

uint8_t *gv_wasm_request_buffer(void)
{
    return request;
}

uint32_t gv_wasm_request_room(void)
{
    return sizeof request;
}

uint8_t *gv_wasm_reply_buffer(void)
{
    return reply;
}

/* Answers the frame in the request buffer; returns the length of the reply frame, 0 if there is none. */
uint32_t gv_wasm_handle(uint32_t length)
{
    request_length = length > sizeof request ? sizeof request : length;
    request_read = 0;
    reply_length = 0;
    (void)gv_serve_one();
    return reply_length;
}

void gv_port_init(int argc, char **argv)
{
    (void)argc;
    (void)argv;
}

bool gv_port_read(uint8_t *to, size_t n)
{
    if (n > request_length - request_read) {
        return false;
    }
    memcpy(to, request + request_read, n);
    request_read += n;
    return true;
}

bool gv_port_write(const uint8_t *from, size_t n)
{
    if (n > sizeof reply - reply_length) {
        return false;
    }
    memcpy(reply + reply_length, from, n);
    reply_length += n;
    return true;
}

_Noreturn void gv_port_exit(int status)
{
    (void)status;
    __builtin_trap();
}

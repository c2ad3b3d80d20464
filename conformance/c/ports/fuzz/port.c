/*
 * A libFuzzer target over the whole harness: every input is the payload of one request. The port hands it
 * over as a frame and looks at the reply, which must itself be one message.
 */
#include "gv_harness.h"

#include <msgpuck.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_BYTES 8u

static uint8_t frame[GV_FRAME_BYTES + HEAD_BYTES + 4u];
static size_t frame_size;
static size_t taken;
static uint8_t reply[GV_FRAME_BYTES + HEAD_BYTES + 4u];
static size_t reply_size;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

void gv_port_init(int argc, char **argv)
{
    (void)argc;
    (void)argv;
}

bool gv_port_read(uint8_t *to, size_t n)
{
    if (n > frame_size - taken) {
        return false;
    }
    memcpy(to, frame + taken, n);
    taken += n;
    return true;
}

bool gv_port_write(const uint8_t *from, size_t n)
{
    if (n > sizeof reply - reply_size) {
        abort();
    }
    memcpy(reply + reply_size, from, n);
    reply_size += n;
    return true;
}

_Noreturn void gv_port_exit(int status)
{
    exit(status);
}

static void put_u32(uint8_t *to, uint32_t value)
{
    for (uint32_t i = 0; i < 4u; i++) {
        to[i] = (uint8_t)(value >> (8u * i));
    }
}

/* Whether the text at *at is this word; *at is behind it afterwards. */
static bool is_word(const char **at, const char *word)
{
    uint32_t length = 0;
    if (mp_typeof(**at) != MP_STR) {
        mp_next(at);
        return false;
    }
    const char *text = mp_decode_str(at, &length);
    return length == strlen(word) && memcmp(text, word, length) == 0;
}

/*
 * What the reply says about the guard bytes; a reply without a word on them, to a hello or a bye, is whole.
 * Only its own fields count: elements of a tensor may well spell one.
 */
static bool is_whole(const uint8_t *message)
{
    const char *at = (const char *)message;
    bool whole = true;
    for (uint32_t n = mp_decode_map(&at); n > 0u; n--) {
        if (is_word(&at, "canary")) {
            whole = is_word(&at, "intact");
        } else {
            mp_next(&at);
        }
    }
    return whole;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > GV_FRAME_BYTES) {
        return 0;
    }
    const uint8_t head[4] = {'G', 'V', 1, 0};
    memcpy(frame, head, sizeof head);
    put_u32(frame + 4, (uint32_t)size);
    memcpy(frame + HEAD_BYTES, data, size);
    put_u32(frame + HEAD_BYTES + size, gv_crc32(0, frame + 2, (uint32_t)size + 6u));
    frame_size = HEAD_BYTES + size + 4u;
    taken = 0;
    reply_size = 0;
    gv_serve_one();
    bool answered = reply_size > HEAD_BYTES + 4u && taken == frame_size;
    uint32_t said = (uint32_t)(reply_size - HEAD_BYTES - 4u);
    if (!answered || !gv_is_one_value(reply + HEAD_BYTES, said)) {
        abort();
    }
    if (!is_whole(reply + HEAD_BYTES)) {
        abort();
    }
    return 0;
}

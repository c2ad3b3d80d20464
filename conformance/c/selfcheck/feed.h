/* Part of selfcheck.c: cases out of the stream, and the port that feeds a request and receives the reply. */

/* 7 bits a byte, the lowest first, and the highest bit where another byte follows. */
static uint32_t read_number(void)
{
    uint32_t value = 0;
    for (uint32_t shift = 0;; shift += 7u) {
        uint32_t byte = lz_byte();
        value |= (byte & 0x7fu) << shift;
        if (byte < 0x80u) {
            return value;
        }
    }
}

typedef struct {
    uint32_t flags; /* 2 bits for each kind of overflow; GV_OVERFLOWS */
    char id[GV_ID_BYTES + 1u];
} gv_case;

static gv_case take_case(void)
{
    gv_case test = {.flags = lz_byte()};
    uint32_t length = read_number();
    for (uint32_t i = 0; i < length; i++) {
        test.id[i] = (char)lz_byte();
    }
    return test;
}

static uint8_t ends[8]; /* header or checksum of the request frame */
static uint32_t ends_left;
static uint32_t ends_at;
static uint32_t request_left; /* bytes of the request that are still in the stream */
static bool is_payload;       /* what follows `ends` */
static uint32_t checksum;
static const char *reply;
static uint32_t reply_length;
static uint32_t parts_written;

static void put_end(uint32_t at, uint32_t value)
{
    for (uint32_t i = 0; i < 4u; i++) {
        ends[at + i] = (uint8_t)(value >> (8u * i));
    }
}

static void begin_frame(void)
{
    request_left = read_number();
    put_end(0, 0x00015647u); /* magic "GV", a request */
    put_end(4, request_left);
    checksum = gv_crc32(0, ends + 2, 6);
    ends_at = 0;
    ends_left = 8;
    is_payload = true;
    parts_written = 0;
    reply_length = 0;
}

static void skip_bytes(uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        (void)lz_byte();
    }
}

/* The stream stands behind the request afterwards, whatever was read of it. */
static void end_frame(void)
{
    skip_bytes(request_left);
    request_left = 0;
}

static bool next_byte(uint8_t *to)
{
    if (ends_left == 0u && request_left > 0u) {
        request_left--;
        *to = lz_byte();
        checksum = gv_crc32(checksum, to, 1);
        return true;
    }
    if (ends_left == 0u && is_payload) {
        is_payload = false;
        put_end(0, checksum);
        ends_at = 0;
        ends_left = 4;
    }
    if (ends_left == 0u) {
        return false;
    }
    ends_left--;
    *to = ends[ends_at++];
    return true;
}

bool gv_port_read(uint8_t *to, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!next_byte(to + i)) {
            return false;
        }
    }
    return true;
}

/* Header, payload, checksum; the payload stays where it is until the next request. */
bool gv_port_write(const uint8_t *from, size_t n)
{
    if (parts_written++ == 1u) {
        reply = (const char *)from;
        reply_length = (uint32_t)n;
    }
    return true;
}

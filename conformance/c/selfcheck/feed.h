/* Part of selfcheck.c: the bytes of cases, and the port that feeds a request and receives the reply. */

/* A rest of a byte string, which is a list of pieces of gv_texts: what cases have in common is held once. */
typedef struct {
    const uint8_t *plan;
    uint32_t fresh;
    const uint8_t *at; /* the rest of the piece */
    uint32_t left;
} gv_pieces;

static uint32_t read_number(const uint8_t **from)
{
    uint32_t value = 0;
    for (uint32_t shift = 0;; shift += 7u) {
        uint8_t byte = *(*from)++;
        value |= (uint32_t)(byte & 0x7fu) << shift;
        if (byte < 0x80u) {
            return value;
        }
    }
}

/* The next piece; false at the end of the string, where the plan goes on to the next string. */
static bool next_piece(gv_pieces *p)
{
    uint32_t head = read_number(&p->plan);
    p->left = head >> 1;
    if ((head & 1u) == 0u) {
        p->at = gv_texts + p->fresh;
        p->fresh += p->left;
    } else {
        p->at = gv_texts + read_number(&p->plan);
    }
    return p->left > 0u;
}

typedef struct {
    gv_pieces id;
    gv_pieces request;
    gv_pieces expected; /* of the reply, from behind the map's header up to the generator state */
    uint32_t flags;     /* 2 bits for each kind of overflow; GV_OVERFLOWS */
} gv_case;

/* Takes the string that begins at *at; *at is behind it afterwards. */
static gv_pieces take_string(gv_pieces *at)
{
    gv_pieces start = *at;
    while (next_piece(at)) {
    }
    return start;
}

static gv_case take_case(gv_pieces *at)
{
    gv_case test = {.flags = *at->plan++};
    test.id = take_string(at);
    test.request = take_string(at);
    test.expected = take_string(at);
    return test;
}

/* Copies up to n bytes from offset `at` on; the number of bytes that there were. */
static uint32_t copy_expected(const gv_case *test, uint32_t at, uint8_t *to, uint32_t n)
{
    gv_pieces p = test->expected;
    uint32_t done = 0;
    for (uint32_t offset = 0; done < n && next_piece(&p); offset += p.left) {
        for (uint32_t i = 0; i < p.left && done < n; i++) {
            if (offset + i >= at) {
                to[done++] = p.at[i];
            }
        }
    }
    return done;
}

static gv_pieces request;
static uint8_t ends[8]; /* header or checksum of the request frame */
static uint32_t ends_left;
static uint32_t ends_at;
static bool is_payload; /* what follows `ends` */
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

static void begin_frame(const gv_case *test)
{
    uint32_t length = 0;
    for (request = test->request; next_piece(&request);) {
        length += request.left;
    }
    put_end(0, 0x00015647u); /* magic "GV", a request */
    put_end(4, length);
    checksum = gv_crc32(0, ends + 2, 6);
    for (request = test->request; next_piece(&request);) {
        checksum = gv_crc32(checksum, request.at, request.left);
    }
    request = test->request;
    ends_at = 0;
    ends_left = 8;
    is_payload = true;
    parts_written = 0;
    reply_length = 0;
}

static bool next_byte(uint8_t *to)
{
    if (ends_left == 0u && is_payload) {
        if (request.left > 0u || next_piece(&request)) {
            request.left--;
            *to = *request.at++;
            return true;
        }
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

/*
 * Part of selfcheck.c: the expected answer, from behind the map's header of the reply up to the generator
 * state. In the stream it stands behind a number: length * 2 for bytes, length * 2 + 1 for the digest of so
 * many bytes of the reply.
 */

#define NEAR_BEFORE 4u /* what begins that far before the byte that differs can be printed */

#define ANSWER_AT 1u   /* in the reply, behind the header of its map */

typedef struct {
    uint32_t offset; /* in the reply; 0 if nothing differs */
    bool is_digest;
    uint64_t expected_digest;
    uint64_t digest;
    uint8_t near[NEAR_BEFORE + 9u]; /* expected bytes from offset - NEAR_BEFORE on */
} gv_difference;

static gv_difference difference;

/* FNV-1a of 64 bits: each step is a bijection, so that a single wrong byte always changes it. */
static uint64_t digest_of(const uint8_t *bytes, uint32_t length)
{
    uint64_t digest = 0xcbf29ce484222325u;
    for (uint32_t i = 0; i < length; i++) {
        digest = (digest ^ bytes[i]) * 0x100000001b3u;
    }
    return digest;
}

/* Notes what is expected around an offset, and gives how many of the `left` bytes of the answer it took. */
static uint32_t note_bytes(uint32_t offset, uint32_t left)
{
    uint32_t taken = 0;
    difference = (gv_difference){.offset = offset};
    for (uint32_t i = 0; i < sizeof difference.near; i++) {
        if (i <= NEAR_BEFORE) {
            difference.near[i] = lz_back(NEAR_BEFORE - i);
        } else if (taken < left) {
            difference.near[i] = lz_byte();
            taken++;
        }
    }
    return taken;
}

static void compare_bytes(uint32_t length)
{
    for (uint32_t i = 0; i < length; i++) {
        uint8_t expected = lz_byte();
        bool is_same = ANSWER_AT + i < reply_length && (uint8_t)reply[ANSWER_AT + i] == expected;
        if (!is_same && difference.offset == 0u) {
            i += note_bytes(ANSWER_AT + i, length - i - 1u);
        }
    }
}

static void compare_digest(uint32_t length)
{
    uint64_t expected = 0;
    for (uint32_t i = 0; i < 64u; i += 8u) {
        expected |= (uint64_t)lz_byte() << i;
    }
    bool is_whole = ANSWER_AT + length <= reply_length;
    uint64_t digest = is_whole ? digest_of((const uint8_t *)reply + ANSWER_AT, length) : 0u;
    if (digest != expected) {
        difference = (gv_difference){
            .offset = ANSWER_AT,
            .is_digest = true,
            .expected_digest = expected,
            .digest = digest,
        };
    }
}

/* Reads the expected answer to its end; the first difference is in `difference`. */
static void compare_reply(void)
{
    uint32_t head = read_number();
    difference = (gv_difference){.offset = 0};
    if ((head & 1u) == 0u) {
        compare_bytes(head >> 1);
    } else {
        compare_digest(head >> 1);
    }
}

/* Copies n expected bytes from an offset of the reply on; those that are not near are 0. */
static void copy_near(uint32_t offset, uint8_t *to, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = offset + i + NEAR_BEFORE - difference.offset;
        to[i] = at < sizeof difference.near ? difference.near[at] : 0u;
    }
}

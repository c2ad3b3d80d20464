/*
 * Part of selfcheck.c: a decoder of LZMA as the exporter writes it, a raw stream with lc = lp = pb = 0 and
 * without an end marker, in gv_packed. It hands out one byte after the other, and keeps the last
 * GV_WINDOW_BYTES.
 */

#define LZ_STATES 12u
#define LZ_MIN_LENGTH 2u
#define LZ_LENGTH_CLASSES 4u

/* Each model estimates how often a bit is 0, in 2048ths. */
typedef uint16_t lz_model;

typedef struct {
    lz_model choice[2];
    lz_model low[8];
    lz_model mid[8];
    lz_model high[256];
} lz_lengths;

/* Models only, so that they can be set as one array. */
static struct {
    lz_model is_match[LZ_STATES];
    lz_model is_rep[LZ_STATES];
    lz_model is_not_rep0[LZ_STATES];
    lz_model is_not_rep1[LZ_STATES];
    lz_model is_not_rep2[LZ_STATES];
    lz_model is_long_rep0[LZ_STATES];
    lz_model slots[LZ_LENGTH_CLASSES][64];
    lz_model special[115];
    lz_model align[16];
    lz_model literals[0x300];
    lz_lengths lengths;
    lz_lengths rep_lengths;
} lz;

static uint8_t window[GV_WINDOW_BYTES];
static uint32_t window_at;   /* bytes that were handed out */
static uint32_t packed_at;   /* bytes of gv_packed that were read */
static uint32_t lz_range;
static uint32_t lz_code;
static uint32_t lz_state;
static uint32_t match_left;  /* bytes of the present match that are still to come */
static uint32_t reps[4];     /* the last distances, less 1 */

static uint32_t next_packed(void)
{
    return packed_at < sizeof gv_packed ? gv_packed[packed_at++] : 0u;
}

static void lz_begin(void)
{
    lz_model *models = (lz_model *)(void *)&lz;
    for (size_t i = 0; i < sizeof lz / sizeof *models; i++) {
        models[i] = 1024u;
    }
    lz_range = 0xffffffffu;
    for (uint32_t i = 0; i < 5u; i++) {
        lz_code = lz_code << 8 | next_packed();
    }
}

static void lz_refill(void)
{
    if (lz_range < 1u << 24) {
        lz_range <<= 8;
        lz_code = lz_code << 8 | next_packed();
    }
}

static uint32_t lz_bit(lz_model *model)
{
    lz_refill();
    uint32_t bound = (lz_range >> 11) * *model;
    if (lz_code < bound) {
        lz_range = bound;
        *model = (lz_model)(*model + ((2048u - *model) >> 5));
        return 0;
    }
    lz_range -= bound;
    lz_code -= bound;
    *model = (lz_model)(*model - (*model >> 5));
    return 1;
}

static uint32_t lz_plain(uint32_t count)
{
    uint32_t value = 0;
    for (uint32_t i = 0; i < count; i++) {
        lz_refill();
        lz_range >>= 1;
        uint32_t bit = lz_code < lz_range ? 0u : 1u;
        lz_code -= bit * lz_range;
        value = value << 1 | bit;
    }
    return value;
}

static uint32_t lz_tree(lz_model *models, uint32_t count)
{
    uint32_t node = 1;
    for (uint32_t i = 0; i < count; i++) {
        node = node << 1 | lz_bit(models + node);
    }
    return node - (1u << count);
}

/* The lowest bit first. */
static uint32_t lz_reverse(lz_model *models, uint32_t count)
{
    uint32_t node = 1;
    uint32_t value = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t bit = lz_bit(models + node);
        node = node << 1 | bit;
        value |= bit << i;
    }
    return value;
}

/* The byte that was handed out `distance` + 1 bytes ago. */
static uint8_t lz_back(uint32_t distance)
{
    return window[(window_at - distance - 1u) & (GV_WINDOW_BYTES - 1u)];
}

static uint8_t lz_put(uint8_t byte)
{
    window[window_at++ & (GV_WINDOW_BYTES - 1u)] = byte;
    return byte;
}

/* After a match, a literal is read beside the byte that the match would have gone on with. */
static uint8_t lz_literal(void)
{
    uint32_t node = 1;
    uint32_t twin = lz_back(reps[0]);
    bool is_same = lz_state >= 7u;
    while (node < 256u) {
        uint32_t twin_bit = twin >> 7 & 1u;
        uint32_t bit = lz_bit(lz.literals + (is_same ? (1u + twin_bit) << 8 : 0u) + node);
        is_same = is_same && bit == twin_bit;
        twin <<= 1;
        node = node << 1 | bit;
    }
    lz_state = lz_state < 4u ? 0u : lz_state - (lz_state < 10u ? 3u : 6u);
    return (uint8_t)node;
}

static uint32_t lz_length(lz_lengths *models)
{
    if (lz_bit(models->choice) == 0u) {
        return LZ_MIN_LENGTH + lz_tree(models->low, 3);
    }
    if (lz_bit(models->choice + 1) == 0u) {
        return LZ_MIN_LENGTH + 8u + lz_tree(models->mid, 3);
    }
    return LZ_MIN_LENGTH + 16u + lz_tree(models->high, 8);
}

static uint32_t lz_distance(uint32_t length)
{
    uint32_t class = length - LZ_MIN_LENGTH;
    uint32_t slot = lz_tree(lz.slots[class < LZ_LENGTH_CLASSES ? class : LZ_LENGTH_CLASSES - 1u], 6);
    if (slot < 4u) {
        return slot;
    }
    uint32_t count = (slot >> 1) - 1u;
    uint32_t base = (2u | (slot & 1u)) << count;
    if (slot < 14u) {
        return base + lz_reverse(lz.special + base - slot, count);
    }
    uint32_t high = lz_plain(count - 4u) << 4;
    return base + high + lz_reverse(lz.align, 4);
}

/* Moves the distance at an index to the front. */
static void lz_use(uint32_t index, uint32_t distance)
{
    for (uint32_t i = index; i > 0u; i--) {
        reps[i] = reps[i - 1u];
    }
    reps[0] = distance;
}

/* Reads a repetition of an earlier distance; its length. */
static uint32_t lz_rep(void)
{
    uint32_t after_match = lz_state >= 7u ? 11u : 8u;
    if (lz_bit(lz.is_not_rep0 + lz_state) == 0u) {
        if (lz_bit(lz.is_long_rep0 + lz_state) == 0u) {
            lz_state = lz_state >= 7u ? 11u : 9u;
            return 1;
        }
    } else if (lz_bit(lz.is_not_rep1 + lz_state) == 0u) {
        lz_use(1, reps[1]);
    } else {
        uint32_t index = 2u + lz_bit(lz.is_not_rep2 + lz_state);
        lz_use(index, reps[index]);
    }
    lz_state = after_match;
    return lz_length(&lz.rep_lengths);
}

static uint8_t lz_byte(void)
{
    if (match_left == 0u) {
        if (lz_bit(lz.is_match + lz_state) == 0u) {
            return lz_put(lz_literal());
        }
        if (lz_bit(lz.is_rep + lz_state) == 0u) {
            match_left = lz_length(&lz.lengths);
            lz_use(3, lz_distance(match_left));
            lz_state = lz_state >= 7u ? 10u : 7u;
        } else {
            match_left = lz_rep();
        }
    }
    match_left--;
    return lz_put(lz_back(reps[0]));
}

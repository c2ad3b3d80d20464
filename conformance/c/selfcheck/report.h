/* Part of selfcheck.c: where a reply differs from the expected one, and what is printed of it. */

static void print_number(uint32_t value)
{
    char text[11];
    char *at = text + sizeof text - 1;
    *at = '\0';
    do {
        *--at = (char)('0' + (char)(value % 10u));
        value /= 10u;
    } while (value != 0u);
    gv_selfcheck_print(at);
}

static void print_hex(uint64_t value, uint32_t digits)
{
    char text[19] = "0x";
    for (uint32_t i = 0; i < digits; i++) {
        text[2u + i] = "0123456789abcdef"[(value >> (4u * (digits - 1u - i))) & 15u];
    }
    text[2u + digits] = '\0';
    gv_selfcheck_print(text);
}

static void print_text(const char *text, uint32_t length)
{
    char copy[64];
    uint32_t n = length < sizeof copy ? length : (uint32_t)sizeof copy - 1u;
    memcpy(copy, text, n);
    copy[n] = '\0';
    gv_selfcheck_print(copy);
}

static void print_id(const char *before, const gv_case *test, const char *after)
{
    gv_selfcheck_print(before);
    gv_selfcheck_print(test->id);
    gv_selfcheck_print(after);
}

static void print_both(uint64_t expected, uint64_t got, uint32_t digits)
{
    gv_selfcheck_print(": expected ");
    print_hex(expected, digits);
    gv_selfcheck_print(", got ");
    print_hex(got, digits);
}

static bool is_word(const char *at, const char *word)
{
    uint32_t length = 0;
    if (mp_typeof(*at) != MP_STR) {
        return false;
    }
    const char *text = mp_decode_str(&at, &length);
    return length == strlen(word) && memcmp(text, word, length) == 0;
}

/* The value of a field of the reply; NULL if it has none of that name. */
static const char *find_field(const char *name)
{
    const char *at = reply;
    for (uint32_t n = mp_decode_map(&at); n > 0u; n--) {
        bool is_it = is_word(at, name);
        mp_next(&at);
        if (is_it) {
            return at;
        }
        mp_next(&at);
    }
    return NULL;
}

static uint32_t load_word(const uint8_t *from, uint32_t bytes)
{
    uint32_t value = 0;
    for (uint32_t i = 0; i < bytes; i++) {
        value |= (uint32_t)from[i] << (8u * i);
    }
    return value;
}

/* A number field: the two encodings begin at the same offset, and may differ in length. */
static void print_numbers(const char *got)
{
    uint8_t bytes[9];
    copy_near((uint32_t)(got - reply), bytes, sizeof bytes);
    const char *expected = (const char *)bytes;
    if (mp_typeof(*expected) == MP_UINT && mp_typeof(*got) == MP_UINT) {
        uint32_t wanted = (uint32_t)mp_decode_uint(&expected);
        print_both(wanted, (uint32_t)mp_decode_uint(&got), 8);
    }
}

static void print_element(const char *data, const char *differing, bool is_packed)
{
    uint32_t bytes = 0;
    const char *at = data;
    const char *start = mp_decode_bin(&at, &bytes);
    uint32_t width = is_packed ? 1u : 4u;
    if (differing < start) {
        return;
    }
    uint32_t index = (uint32_t)(differing - start) / width;
    uint8_t expected[4];
    const char *element = start + (size_t)index * width;
    copy_near((uint32_t)(element - reply), expected, width);
    gv_selfcheck_print(is_packed ? " byte " : "[");
    print_number(index);
    gv_selfcheck_print(is_packed ? "" : "]");
    print_both(load_word(expected, width), load_word((const uint8_t *)element, width), 2u * width);
}

/* Names the field of the tensor at `at` with the byte that differs; false if it lies behind the tensor. */
static bool print_tensor(const char **at, const char *differing)
{
    uint32_t length = 0;
    const char *name = mp_decode_str(at, &length);
    bool is_packed = false;
    for (uint32_t n = mp_decode_map(at); n > 0u; n--) {
        uint32_t key_length = 0;
        const char *key = mp_decode_str(at, &key_length);
        const char *value = *at;
        is_packed = is_packed || is_word(value, "SYM") || is_word(value, "ASYM") || is_word(value, "BOOL");
        mp_next(at);
        if (differing >= *at) {
            continue;
        }
        print_text(name, length);
        gv_selfcheck_print(".");
        print_text(key, key_length);
        if (mp_typeof(*value) == MP_BIN) {
            print_element(value, differing, is_packed);
        } else {
            print_numbers(value);
        }
        return true;
    }
    return false;
}

static void print_difference(void)
{
    const char *differing = reply + difference.offset;
    const char *outputs = find_field("outputs");
    const char *rng = find_field("rng");
    const char *status = find_field("status");
    if (outputs != NULL && difference.is_digest) {
        gv_selfcheck_print("the digest of the answer");
        print_both(difference.expected_digest, difference.digest, 16);
        return;
    }
    if (outputs == NULL || differing < outputs) {
        uint32_t length = 0;
        gv_selfcheck_print("status ");
        print_text(mp_decode_str(&status, &length), length);
        const char *message = find_field("message");
        if (message != NULL) {
            gv_selfcheck_print(", ");
            print_text(mp_decode_str(&message, &length), length);
        }
        return;
    }
    const char *at = outputs;
    for (uint32_t n = mp_decode_map(&at); n > 0u; n--) {
        if (print_tensor(&at, differing)) {
            return;
        }
    }
    gv_selfcheck_print("rng");
    if (rng != NULL && differing >= rng) {
        print_numbers(rng);
    }
}

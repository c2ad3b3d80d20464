/* Reading the texts of gen/calls.def: words between separators, without copying. */
#ifndef GV_WORDS_H
#define GV_WORDS_H

#include "gv_harness.h"

/* Takes what stands before the next separator off the text; false where nothing is left. */
static inline bool gv_take(gv_text *rest, char separator, gv_text *word)
{
    if (rest->length == 0u) {
        return false;
    }
    uint32_t length = 0;
    while (length < rest->length && rest->at[length] != separator) {
        length++;
    }
    *word = (gv_text){.at = rest->at, .length = length};
    uint32_t taken = length < rest->length ? length + 1u : length;
    rest->at += taken;
    rest->length -= taken;
    return true;
}

/* Whether one of the words between bars is the given one. */
static inline bool gv_lists_word(gv_text words, gv_text wanted)
{
    gv_text word;
    while (gv_take(&words, '|', &word)) {
        if (gv_same_text(word, wanted)) {
            return true;
        }
    }
    return false;
}

static inline int64_t gv_read_number(gv_text text)
{
    int64_t value = 0;
    bool negative = text.length > 0u && text.at[0] == '-';
    for (uint32_t i = negative ? 1u : 0u; i < text.length; i++) {
        value = value * 10 + (text.at[i] - '0');
    }
    return negative ? -value : value;
}

static inline bool gv_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/*
 * Whether a name of a call is the given one, in which # stands for the number of a layer; layer below 0: any
 * number of up to two digits, without a zero in front.
 */
static inline bool gv_matches_name(gv_text pattern, gv_text name, int32_t layer)
{
    uint32_t at = 0;
    for (uint32_t i = 0; i < pattern.length; i++) {
        if (pattern.at[i] != '#') {
            if (at == name.length || name.at[at] != pattern.at[i]) {
                return false;
            }
            at++;
            continue;
        }
        uint32_t start = at;
        int32_t number = 0;
        while (at < name.length && at < start + 2u && gv_is_digit(name.at[at])) {
            number = number * 10 + (name.at[at] - '0');
            at++;
        }
        bool canonical = at > start && (at == start + 1u || name.at[start] != '0');
        if (!canonical || (layer >= 0 && number != layer)) {
            return false;
        }
    }
    return at == name.length;
}

#endif

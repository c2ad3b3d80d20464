/* The replies that describe the backend: hello, and bye. */
#include "gv_words.h"
#include "gv_writer.h"

#include "gv_contract.h"
#include "gv_dot.h"

/* Who answers: set by whoever builds a library of their own, with what it follows. */
#ifndef GV_LIBRARY_NAME
#define GV_LIBRARY_NAME "goldvec-c"
#endif
#ifndef GV_LIBRARY_VERSION
#define GV_LIBRARY_VERSION "1"
#endif
#ifndef GV_LIBRARY_CONTRACTS
#define GV_LIBRARY_CONTRACTS "" /* ids between bars; empty: all */
#endif

/* Whether it requantizes many mantissas at a time (gv_requant_block.h). */
#ifdef GV_REQUANT_BLOCK
#define REQUANT_LABEL " requant"
#else
#define REQUANT_LABEL ""
#endif

#ifndef GV_BUILD_LABEL
#define GV_BUILD_LABEL "unlabelled build"
#endif

static void put_capabilities(gv_writer *w)
{
    gv_float_traits traits = gv_probe_float();
    const char *words[8];
    uint32_t count = 0;
    words[count++] = "canary";
    words[count++] = "poison";
    if (gv_observes_overflow()) {
        words[count++] = "overflow";
    }
    if (traits.fma_contract) {
        words[count++] = "fma_contract";
    }
    if (traits.flush_to_zero) {
        words[count++] = "flush_to_zero";
    }
    if (traits.excess_precision) {
        words[count++] = "excess_precision";
    }
#ifdef GV_PLATFORM_LIBM
    words[count++] = "platform_libm";
#endif
    gv_put_array(w, count);
    for (uint32_t i = 0; i < count; i++) {
        gv_put_word(w, words[i]);
    }
}

static void put_ops(gv_writer *w)
{
    uint32_t count = 0;
    while (gv_get_op(count) != NULL) {
        count++;
    }
    gv_put_array(w, count);
    for (uint32_t i = 0; i < count; i++) {
        gv_put_word(w, gv_get_op(i));
    }
}

bool gv_offers_contract(const char *id)
{
    gv_text offered = {.at = GV_LIBRARY_CONTRACTS, .length = sizeof GV_LIBRARY_CONTRACTS - 1u};
    gv_text named = {.at = id, .length = (uint32_t)strlen(id)};
    return offered.length == 0u || gv_lists_word(offered, named);
}

static void put_contracts(gv_writer *w)
{
    uint32_t count = 0;
    for (uint32_t i = 0; gv_get_contract(i) != NULL; i++) {
        count += gv_offers_contract(gv_get_contract(i)->id) ? 1u : 0u;
    }
    gv_put_array(w, count);
    for (uint32_t i = 0; gv_get_contract(i) != NULL; i++) {
        if (gv_offers_contract(gv_get_contract(i)->id)) {
            gv_put_word(w, gv_get_contract(i)->id);
        }
    }
}

uint32_t gv_encode_hello(uint8_t *to, uint32_t room)
{
    gv_writer w = {.at = (char *)to, .end = (char *)to + room};
    gv_put_map(&w, 9);
    gv_put_word(&w, "verb");
    gv_put_word(&w, "hello");
    gv_put_word(&w, "protocol");
    gv_put_uint(&w, GV_PROTOCOL_VERSION);
    gv_put_word(&w, "name");
    gv_put_word(&w, GV_LIBRARY_NAME);
    gv_put_word(&w, "version");
    gv_put_word(&w, GV_LIBRARY_VERSION);
    gv_put_word(&w, "toolchain");
#if defined(__clang__)
    gv_put_word(&w, __VERSION__ "; " GV_BUILD_LABEL GV_DOT_LABEL REQUANT_LABEL);
#else
    gv_put_word(&w, "gcc " __VERSION__ "; " GV_BUILD_LABEL GV_DOT_LABEL REQUANT_LABEL);
#endif
    gv_put_word(&w, "capabilities");
    put_capabilities(&w);
    gv_put_word(&w, "ops");
    put_ops(&w);
    gv_put_word(&w, "contracts");
    put_contracts(&w);
    gv_put_word(&w, "max_frame");
    gv_put_uint(&w, GV_FRAME_BYTES);
    return gv_finish(&w, to);
}

uint32_t gv_encode_bye(uint8_t *to, uint32_t room)
{
    gv_writer w = {.at = (char *)to, .end = (char *)to + room};
    gv_put_map(&w, 1);
    gv_put_word(&w, "verb");
    gv_put_word(&w, "bye");
    return gv_finish(&w, to);
}

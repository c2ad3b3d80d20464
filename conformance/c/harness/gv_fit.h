/*
 * Terms over a call, in the postfix words of goldgen/kit/fits.ts: what must hold before a shim may see it.
 */
#ifndef GV_FIT_H
#define GV_FIT_H

#include "gv_words.h"

/* What the names in a term stand for. */
typedef struct {
    const gv_call *call;
    const gv_contract *contract;
    int32_t layer;       /* of a model; below 0 outside of one */
    const gv_tensor *x;  /* the wires of that layer: @x, @y, @dy, @dx; NULL where there is none */
    const gv_tensor *y;
    const gv_tensor *dy;
    const gv_tensor *dx;
} gv_fit_scope;

/*
 * Fits are entries `name: term`, separated by `;`. NULL where all hold, else the first name whose term does
 * not; the text goes into the fits.
 */
const char *gv_first_misfit(const gv_fit_scope *scope, const char *fits, gv_text *name);

/* The declared call of an op, from gen/calls.def; each text is a list of words separated by blanks. */
typedef struct {
    const char *op;
    const char *tensors;
    const char *params;
    const char *fits;
    bool is_model;
} gv_declaration;

/* NULL if the op is unknown. */
const gv_declaration *gv_find_declaration(gv_text op);

/* GV_E_ARG latched in the call, naming what does not fit, if the call is not one that the op takes. */
gv_status gv_check_call(gv_request *request, const gv_contract *contract);

/* The same for the layers of a model call, whose layers each take what the op of their kind takes. */
gv_status gv_check_layers(gv_call *call, const gv_contract *contract);

/* An integer parameter of any kind; false where it is absent or no number. */
bool gv_number_of(const gv_param *param, int64_t *value);

/* Latches GV_E_ARG with a note: `what "name" says`. */
gv_status gv_blame(gv_call *call, const char *what, gv_text name, const char *says);

#endif

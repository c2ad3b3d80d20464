/* confusion_matrix: counts of predicted classes by target class (L34). */
#include "gen/ops.h"
#include "gv_softmax.h"

gv_status gv_op_confusion_matrix(gv_ctx *ctx, gv_call *call)
{
    gv_tensor *outputs = gv_need(call, "outputs");
    gv_tensor *labels = gv_need(call, "labels");
    gv_tensor *table = gv_need_as(call, "table", GV_INT32);
    if (gv_call_status(call) != GV_OK) {
        return gv_call_status(call);
    }
    return gv_confusion_counts(ctx, outputs, labels, table);
}

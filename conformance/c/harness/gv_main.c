/* Serves requests until bye or the end of input. */
#include "gv_harness.h"

int main(int argc, char **argv)
{
    gv_port_init(argc, argv);
    while (gv_serve_one()) {
    }
    gv_port_exit(0);
}

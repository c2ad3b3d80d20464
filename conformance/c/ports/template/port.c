/*
 * Template of a port: a polled UART of a bare-metal board. It works as it stands for the Arm CMSDK UART (the
 * MPS2 boards have it at 0x40004000); for another board replace the register block and the three functions
 * that touch it. See README.md beside this file.
 */
#include "goldvec.h"

#ifndef GV_UART_BASE
#define GV_UART_BASE 0x40004000u
#endif

/* Divider of the peripheral clock: 25 MHz / 217 = 115207 baud. */
#ifndef GV_UART_DIVIDER
#define GV_UART_DIVIDER 217u
#endif

typedef struct {
    volatile uint32_t data;
    volatile uint32_t state;
    volatile uint32_t control;
    volatile uint32_t interrupts;
    volatile uint32_t divider;
} uart_registers;

#define STATE_TX_FULL 1u
#define STATE_RX_FULL 2u
#define CONTROL_TX_AND_RX 3u

static uart_registers *const uart = (uart_registers *)GV_UART_BASE;

static void start_uart(void)
{
    uart->divider = GV_UART_DIVIDER;
    uart->control = CONTROL_TX_AND_RX;
}

static uint8_t get_byte(void)
{
    while ((uart->state & STATE_RX_FULL) == 0u) {
    }
    return (uint8_t)uart->data;
}

static void put_byte(uint8_t byte)
{
    while ((uart->state & STATE_TX_FULL) != 0u) {
    }
    uart->data = byte;
}

/* Clocks and pins of the board belong here, before the UART. */
void gv_port_init(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    start_uart();
}

/* A UART has no end of input: a board waits for the next host for ever. */
bool gv_port_read(uint8_t *to, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        to[i] = get_byte();
    }
    return true;
}

bool gv_port_write(const uint8_t *from, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        put_byte(from[i]);
    }
    return true;
}

/* After bye, and after a fault: start over through a system reset (Armv6-M to Armv8-M). */
_Noreturn void gv_port_exit(int status)
{
    (void)status;
    volatile uint32_t *aircr = (volatile uint32_t *)0xe000ed0cu;
    for (;;) {
        *aircr = 0x05fa0004u;
    }
}

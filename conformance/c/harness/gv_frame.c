/*
 * Frames: [magic u16 "GV"][type u8][reserved u8 = 0][len u32][payload][crc32 u32], little-endian; the
 * checksum is CRC-32 (IEEE 802.3) over type, reserved, len and payload.
 */
#include "gv_harness.h"

#define MAGIC_LOW 0x47u
#define MAGIC_HIGH 0x56u
#define TYPE_REQUEST 1u
#define TYPE_REPLY 2u
#define HEADER_BYTES 8u

static uint32_t crc_table[256];

static void fill_crc_table(void)
{
    for (uint32_t i = 0; i < 256u; i++) {
        uint32_t value = i;
        for (int bit = 0; bit < 8; bit++) {
            value = (value & 1u) != 0u ? (value >> 1) ^ 0xedb88320u : value >> 1;
        }
        crc_table[i] = value;
    }
}

uint32_t gv_crc32(uint32_t crc, const uint8_t *bytes, uint32_t length)
{
    if (crc_table[1] == 0u) {
        fill_crc_table();
    }
    uint32_t state = ~crc;
    for (uint32_t i = 0; i < length; i++) {
        state = crc_table[(state ^ bytes[i]) & 0xffu] ^ (state >> 8);
    }
    return ~state;
}

static uint32_t load_u32(const uint8_t *from)
{
    return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}

static void store_u32(uint8_t *to, uint32_t value)
{
    to[0] = (uint8_t)value;
    to[1] = (uint8_t)(value >> 8);
    to[2] = (uint8_t)(value >> 16);
    to[3] = (uint8_t)(value >> 24);
}

static bool is_header(const uint8_t *header)
{
    return header[0] == MAGIC_LOW && header[1] == MAGIC_HIGH && header[2] == TYPE_REQUEST && header[3] == 0u;
}

/* Slides over the input until eight bytes are a header, so that a board can join a line at any time. */
static bool read_header(uint8_t *header)
{
    if (!gv_port_read(header, HEADER_BYTES)) {
        return false;
    }
    while (!is_header(header)) {
        for (uint32_t i = 1; i < HEADER_BYTES; i++) {
            header[i - 1u] = header[i];
        }
        if (!gv_port_read(header + HEADER_BYTES - 1u, 1)) {
            return false;
        }
    }
    return true;
}

gv_status gv_read_frame(uint8_t *payload, uint32_t room, uint32_t *length)
{
    uint8_t header[HEADER_BYTES];
    uint8_t trailer[4];
    if (!read_header(header)) {
        return GV_E_ARG;
    }
    *length = load_u32(header + 4);
    if (*length > room) {
        return GV_E_PROTOCOL;
    }
    if (!gv_port_read(payload, *length) || !gv_port_read(trailer, sizeof trailer)) {
        return GV_E_ARG;
    }
    uint32_t crc = gv_crc32(gv_crc32(0, header + 2, HEADER_BYTES - 2u), payload, *length);
    return crc == load_u32(trailer) ? GV_OK : GV_E_PROTOCOL;
}

bool gv_write_frame(const uint8_t *payload, uint32_t length)
{
    uint8_t header[HEADER_BYTES] = {MAGIC_LOW, MAGIC_HIGH, TYPE_REPLY, 0, 0, 0, 0, 0};
    uint8_t trailer[4];
    store_u32(header + 4, length);
    store_u32(trailer, gv_crc32(gv_crc32(0, header + 2, HEADER_BYTES - 2u), payload, length));
    return gv_port_write(header, sizeof header) && gv_port_write(payload, length) &&
           gv_port_write(trailer, sizeof trailer);
}

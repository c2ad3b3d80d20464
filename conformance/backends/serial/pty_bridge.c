/* Stands in for a board in the tests: runs a harness on the far end of a pseudo-terminal. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

/* pty_bridge <harness> <text printed at start>: writes the device's name on stderr, then is the harness. */
int main(int argc, char **argv)
{
    int far_end = posix_openpt(O_RDWR | O_NOCTTY);
    if (argc != 3 || far_end < 0 || grantpt(far_end) != 0 || unlockpt(far_end) != 0) {
        return 2;
    }
    const char *device = ptsname(far_end);
    /* keeps the line up while nobody has it open */
    int near_end = device == NULL ? -1 : open(device, O_RDWR | O_NOCTTY);
    struct termios settings;
    if (near_end < 0 || tcgetattr(near_end, &settings) != 0) {
        return 2;
    }
    settings.c_lflag &= ~(tcflag_t)(ECHO | ICANON | ISIG);
    settings.c_oflag &= ~(tcflag_t)OPOST;
    settings.c_iflag &= ~(tcflag_t)(ICRNL | IXON);
    if (tcsetattr(near_end, TCSANOW, &settings) != 0) {
        return 2;
    }
    fprintf(stderr, "%s\n", device);
    dup2(far_end, STDIN_FILENO);
    dup2(far_end, STDOUT_FILENO);
    dprintf(STDOUT_FILENO, "%s", argv[2]);
    execl(argv[1], argv[1], (char *)NULL);
    return 2;
}

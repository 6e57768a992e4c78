/* A disk whose sync takes a millisecond longer: sleeps, then syncs. Loaded in front of the C library. */
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static void slowly(void) {
    struct timespec one_millisecond = {0, 1000000};
    nanosleep(&one_millisecond, 0);
}

int fsync(int file) {
    slowly();
    return (int)syscall(SYS_fsync, file);
}

int fdatasync(int file) {
    slowly();
    return (int)syscall(SYS_fdatasync, file);
}

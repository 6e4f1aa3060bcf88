/* A dump program slowed down to what a slower server would supply: `throttle BYTES_A_SECOND PROGRAM ARGUMENT…`.
 *
 * The program writes into a pipe whose contents are moved on, not copied (splice(2)), so that the limit itself takes no
 * share of the processors. A consumer that falls behind cannot catch up later: at most a tenth of a second is granted
 * in advance. Ends as the program does. */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **arguments) {
    double rate = count > 2 ? atof(arguments[1]) : 0;
    int ends[2];
    if (rate <= 0 || pipe2(ends, O_CLOEXEC)) return 64;
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        execv(arguments[2], arguments + 2);
        _exit(127);
    }
    close(ends[1]);

    double granted = 0, last = now();
    for (;;) {
        double time = now();
        granted += (time - last) * rate;
        last = time;
        if (granted > rate / 10) granted = rate / 10;
        if (granted < 65536) {
            usleep((65536 - granted) / rate * 1e6 + 1);
            continue;
        }
        ssize_t moved = splice(ends[0], NULL, STDOUT_FILENO, NULL, (size_t)granted, SPLICE_F_MOVE);
        if (moved < 0 && errno == EINTR) continue;
        if (moved < 0) perror("splice");
        if (moved <= 0) break;
        granted -= moved;
    }
    close(ends[0]);
    int status;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

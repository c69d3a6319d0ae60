// awaitlint: finds async/await mistakes in C++20 coroutine code. Everything is behind run_command_line.
#include <initializer_list>

#include <fcntl.h>
#include <unistd.h>

#include "cli/command_line.h"

namespace {

/// What is opened next gets the number of a stream that is closed: a report could end in a file of the cache, and a
/// worker's pipe be taken for a terminal. So the numbers are taken, in a way that reading and writing still fails.
void keep_closed_streams_closed() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(stream, F_GETFD) < 0) ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

}  // namespace

int main(int argc, char** argv) {
    keep_closed_streams_closed();
    return awaitlint::run_command_line(argc, argv);
}

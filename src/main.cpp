// awaitlint: finds async/await mistakes in C++20 coroutine code. Everything is behind run_command_line.
#include "cli/command_line.h"

int main(int argc, char** argv) {
    return awaitlint::run_command_line(argc, argv);
}

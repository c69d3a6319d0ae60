// main of test programs that call the engine: its workers are this same program, started with "worker".
#include <string_view>

#include <gtest/gtest.h>

#include "awaitlint/engine.h"

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view(argv[1]) == "worker") return awaitlint::run_worker();
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}

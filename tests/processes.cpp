// See processes.h.
#include "processes.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace awaitlint {
namespace {

namespace fs = std::filesystem;

struct ProcessState {
    pid_t parent = 0;
    char state = 'X';  // gone
};

ProcessState state_of(pid_t pid) {
    std::ifstream in("/proc/" + std::to_string(pid) + "/stat");
    std::string text;
    std::getline(in, text);
    ProcessState found;
    const std::size_t end_of_name = text.rfind(')');
    if (end_of_name == std::string::npos) return found;
    std::istringstream rest(text.substr(end_of_name + 1));
    rest >> found.state >> found.parent;
    return found;
}

}  // namespace

std::vector<pid_t> children_of(pid_t parent) {
    std::vector<pid_t> children;
    for (const fs::directory_entry& entry : fs::directory_iterator("/proc")) {
        const pid_t pid = std::atoi(entry.path().filename().c_str());
        if (pid > 0 && state_of(pid).parent == parent) children.push_back(pid);
    }
    return children;
}

bool have_ended(const std::vector<pid_t>& processes) {
    return std::all_of(processes.begin(), processes.end(), [](pid_t process) {
        const char state = state_of(process).state;
        return state == 'X' || state == 'Z';
    });
}

std::vector<pid_t> descendants_of(pid_t parent) {
    std::vector<pid_t> all;
    for (const pid_t child : children_of(parent)) {
        all.push_back(child);
        const std::vector<pid_t> below = descendants_of(child);
        all.insert(all.end(), below.begin(), below.end());
    }
    return all;
}

}  // namespace awaitlint

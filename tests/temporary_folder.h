// A folder for one test: files are written by name, everything is gone at the end.
//
// Its path is real (no symbolic links), so that tests can compare paths. Throws nothing; a failure to write shows as
// a failing test.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace awaitlint {

/// All bytes of a file; none of one that is not there.
inline std::string text_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

class TemporaryFolder {
public:
    explicit TemporaryFolder(const std::filesystem::path& parent = std::filesystem::temp_directory_path()) {
        std::string pattern = (parent / "awaitlint-test-XXXXXX").string();
        EXPECT_NE(::mkdtemp(pattern.data()), nullptr);
        path_ = std::filesystem::canonical(pattern);
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    /// The absolute path of a name in the folder; of the folder itself without one.
    std::string path(std::string_view name = "") const { return name.empty() ? path_.string() : inside(name).string(); }

    /// Writes a file, makes its folders, returns its absolute path.
    std::string write(std::string_view name, std::string_view text) const {
        const std::filesystem::path file = make_parent_of(name);
        std::ofstream(file, std::ios::binary) << text;
        EXPECT_TRUE(std::filesystem::is_regular_file(file)) << file;
        return file.string();
    }

    std::string make_folder(std::string_view name) const {
        std::filesystem::create_directories(inside(name));
        return path(name);
    }

    std::string make_link(std::string_view name, const std::string& target) const {
        std::filesystem::create_symlink(target, make_parent_of(name));
        return path(name);
    }

private:
    /// Appended as text: path's own `/` would leave the folder for an absolute name.
    std::filesystem::path inside(std::string_view name) const { return path_.string() + "/" + std::string(name); }

    std::filesystem::path make_parent_of(std::string_view name) const {
        const std::filesystem::path file = inside(name);
        std::filesystem::create_directories(file.parent_path());
        return file;
    }

    std::filesystem::path path_;
};

}  // namespace awaitlint

// A file descriptor that somebody owns: closed when its owner goes. And all the bytes behind one.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include <unistd.h>

namespace awaitlint {

class Descriptor {
public:
    Descriptor() = default;
    /// Takes over what a system call returned; a negative one is none.
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }

    bool is_open() const { return number_ >= 0; }
    int number() const { return number_; }
    /// False if what was written is lost: some file systems say so only now.
    bool close() { return number_ < 0 || ::close(std::exchange(number_, -1)) == 0; }

private:
    int number_ = -1;
};

/// What can be read until the end, or until there are more than `most` bytes: the caller says what is wrong with that.
/// Nothing if it cannot be read: errno says why.
std::optional<std::string> read_to_end(int descriptor, std::size_t most);

}  // namespace awaitlint

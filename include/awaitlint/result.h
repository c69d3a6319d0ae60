// The one error type outside the front end: a value, or a message fit to be shown to the user.
//
// A message says what is wrong and what to do about it, in one or more lines without a final newline. Refuses to
// carry exceptions: modules catch what their libraries throw and return this. (The front end uses llvm::Expected.)
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace awaitlint {

struct Error {
    std::string message;
};

template <class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::move(value)) {}
    Result(Error error) : state_(std::move(error)) {}

    explicit operator bool() const { return std::holds_alternative<T>(state_); }
    T& operator*() { return std::get<T>(state_); }
    const T& operator*() const { return std::get<T>(state_); }
    T* operator->() { return &std::get<T>(state_); }
    const T* operator->() const { return &std::get<T>(state_); }
    const Error& error() const { return std::get<Error>(state_); }

private:
    std::variant<T, Error> state_;
};

}  // namespace awaitlint

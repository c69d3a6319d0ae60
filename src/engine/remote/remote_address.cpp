// See awaitlint/remote_address.h.
#include "awaitlint/remote_address.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "base/percent_encoding.h"

namespace awaitlint {
namespace {

constexpr std::uint16_t redis_port = 6379, http_port = 80, https_port = 443;
constexpr std::string_view forms =
    "http://HOST[:PORT][/PATH], https://..., or redis://HOST[:PORT][/NUMBER], then |read-only or |layout=flat, "
    "|layout=bazel";

Error wrong(std::string_view what) {
    return {fmt::format("AWAITLINT_REMOTE_CACHE: {}; it is {}", what, forms)};
}

/// What stands before `end`, which goes, too; all of it if there is none.
std::string_view take_until(std::string_view& text, char end) {
    const std::size_t at = text.find(end);
    const std::string_view first = text.substr(0, at);
    text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
    return first;
}

template <class Number>
bool is_number(std::string_view text, Number& number) {
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    return !text.empty() && failure == std::errc() && end == text.data() + text.size();
}

/// An error's text, empty if it is fine.
std::string_view add_attribute(std::string_view attribute, RemoteAddress& address) {
    constexpr std::pair<std::string_view, RemoteLayout> layouts[] = {{"layout=subdirs", RemoteLayout::subdirs},
                                                                     {"layout=flat", RemoteLayout::flat},
                                                                     {"layout=bazel", RemoteLayout::bazel}};
    if (attribute == "read-only") {
        address.is_read_only = true;
        return "";
    }
    for (const auto& [text, layout] : layouts) {
        if (attribute != text) continue;
        address.layout = layout;
        return address.protocol == RemoteProtocol::http ? "" : "a layout is of paths, and Redis has none";
    }
    return "an attribute behind '|' is none of those known";
}

std::string_view add_credentials(std::string_view text, RemoteAddress& address) {
    const std::string_view user = take_until(text, ':');
    auto decoded_user = without_percents(user), decoded_password = without_percents(text);
    const auto is_fit = [](const auto& name) { return name && name->find('\0') == std::string::npos; };
    if (!is_fit(decoded_user) || !is_fit(decoded_password))
        return "'%' in the user's name or password is followed by two digits";
    address.user = std::move(*decoded_user);
    address.password = std::move(*decoded_password);
    return "";
}

std::string_view add_host(std::string_view text, RemoteAddress& address) {
    if (text.starts_with('[')) {
        if (text.find(']') == std::string_view::npos) return "']' is missing behind its host";
        text.remove_prefix(1);
        address.host = take_until(text, ']');
        if (!text.empty() && text[0] != ':') return "there is something behind ']'";
        if (!text.empty()) text.remove_prefix(1);
    } else {
        address.host = take_until(text, ':');
    }
    if (address.host.empty()) return "there is no host in it";
    return text.empty() || (is_number(text, address.port) && address.port) ? "" : "its port is no number";
}

std::string_view add_path(std::string_view scheme, std::string_view path, RemoteAddress& address) {
    while (path.ends_with('/')) path.remove_suffix(1);
    if (path.find_first_of("?#") != std::string_view::npos) return "it has a query or a fragment";
    if (address.protocol == RemoteProtocol::redis)
        return path.empty() || is_number(path, address.database) ? ""
                                                                 : "behind Redis's host stands a database's number";
    const bool is_ipv6 = address.host.find(':') != std::string::npos;
    address.url = fmt::format("{}://{}{}{}:{}{}{}", scheme, is_ipv6 ? "[" : "", address.host, is_ipv6 ? "]" : "",
                              address.port, path.empty() ? "" : "/", path);
    return "";
}

}  // namespace

std::string RemoteAddress::shown() const {
    if (protocol == RemoteProtocol::http) return url;
    return fmt::format("redis://{}:{}/{}", host, port, database);
}

Result<RemoteAddress> remote_address_of(std::string_view text, std::string_view token) {
    const auto is_strange = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; };
    if (std::any_of(text.begin(), text.end(), is_strange)) return wrong("it has spaces or control characters");
    if (std::any_of(token.begin(), token.end(), is_strange))
        return Error{"AWAITLINT_REMOTE_CACHE_TOKEN has spaces or control characters"};
    RemoteAddress address;
    std::string_view attributes = text;
    std::string_view rest = take_until(attributes, '|');
    const std::size_t colon = rest.find("://");
    const std::string_view scheme = rest.substr(0, colon);
    if (colon == std::string_view::npos || (scheme != "http" && scheme != "https" && scheme != "redis"))
        return wrong("it begins with no protocol that is known");
    address.protocol = scheme == "redis" ? RemoteProtocol::redis : RemoteProtocol::http;
    address.port = scheme == "redis" ? redis_port : scheme == "http" ? http_port : https_port;
    rest.remove_prefix(colon + 3);
    std::string_view authority = take_until(rest, '/');
    std::string_view why;
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        why = add_credentials(authority.substr(0, at), address);
        authority.remove_prefix(at + 1);
    }
    if (why.empty()) why = add_host(authority, address);
    if (why.empty()) why = add_path(scheme, rest, address);
    while (why.empty() && !attributes.empty()) why = add_attribute(take_until(attributes, '|'), address);
    if (!why.empty()) return wrong(why);
    if (address.protocol == RemoteProtocol::http) address.token = token;
    return address;
}

}  // namespace awaitlint

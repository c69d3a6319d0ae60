#!/usr/bin/env python3
"""Writes a C++ project to measure awaitlint on: several hundred units, a tenth with coroutines on Asio and Beast.

In: a folder that does not exist yet, how many units, a seed. Out: sources, compile_commands.json, and bench.json, which
says which units have coroutines and how many mistakes were planted. The same arguments give the same bytes. The code
compiles, except where a mistake is planted; it is made up, and refuses to be anybody's.
"""
import argparse
import json
import pathlib
import random
import textwrap

NOUNS = """account alarm batch beacon buffer cargo channel circuit cluster contract courier cursor device dispatch
drone engine fleet forecast gauge harbour invoice journal kiosk ledger lock manifest market meter metric node order
parcel payment permit pipeline planner platform pump quota radar receipt region relay report request reserve route
sample schedule sensor session shelf shipment snapshot stock storage supply tariff ticket token track
trade transfer turbine valve vessel volume voucher warehouse window zone""".split()
VERBS = """accept adjust admit archive assign balance bind clear collect compare confirm count deliver derive drain
estimate expand expire filter find fold gather grade group hold issue join limit load mark match measure merge move
normalise notify offer open order pack pick plan poll prune publish quote rank read rebuild reduce refresh release
renew repair replace reserve resolve restore rotate scan score seal select settle shift sort split stage store sum
switch sync tally trace trim update validate verify weigh""".split()
STANDARD = """algorithm array atomic bitset chrono condition_variable deque filesystem fstream functional future iomanip
iostream limits list map memory mutex numeric optional queue random regex set sstream stdexcept string string_view
thread tuple unordered_map unordered_set utility variant vector""".split()
ALWAYS = ["algorithm", "cstdint", "map", "numeric", "optional", "string", "vector"]

LIBRARY_INCLUDES = [
    "boost/asio/awaitable.hpp", "boost/asio/co_spawn.hpp", "boost/asio/detached.hpp", "boost/asio/io_context.hpp",
    "boost/asio/ip/tcp.hpp", "boost/asio/steady_timer.hpp", "boost/asio/use_awaitable.hpp", "boost/beast/core.hpp",
    "boost/beast/http.hpp", "boost/beast/websocket.hpp",
]


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def ordinary_header(rng, name, below):
    """A class with a few members, on top of headers with a smaller number."""
    includes = "".join(f"#include <{each}>\n" for each in sorted(set(ALWAYS + rng.sample(STANDARD, 3))))
    includes += "".join(f'#include "core/{each}.h"\n' for each in below)
    fields = rng.sample(NOUNS, 6)
    members = "".join(f"    std::int64_t {field}_count = 0;\n    std::string {field}_name;\n" for field in fields)
    methods = "".join(
        f"    std::int64_t {verb}_{field}(std::int64_t amount) const {{ return {field}_count * amount + {rng.randint(1, 99)}; }}\n"
        for verb, field in zip(rng.sample(VERBS, 6), fields))
    return (f"#pragma once\n\n{includes}\nnamespace works::{name} {{\n\nstruct record {{\n{members}\n{methods}}};\n\n"
            f"std::optional<record> find(const std::vector<record>& all, const std::string& name);\n"
            f"std::int64_t total(const std::map<std::string, record>& all);\n\n}}  // namespace works::{name}\n"), fields


def ordinary_function(rng, number, header, fields):
    verb, noun, field = rng.choice(VERBS), rng.choice(NOUNS), rng.choice(fields)
    return textwrap.dedent(f"""\
        std::int64_t {verb}_{noun}_{number}(std::vector<works::{header}::record> all, std::int64_t bound) {{
            std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {{
                return a.{field}_count < b.{field}_count || (a.{field}_count == b.{field}_count && a.{field}_name < b.{field}_name);
            }});
            std::map<std::string, std::int64_t> by_name;
            for (const auto& each : all) {{
                if (each.{field}_count > bound) break;
                by_name[each.{field}_name] += each.{field}_count;
            }}
            std::int64_t result = {rng.randint(0, 999)};
            for (const auto& [name, count] : by_name) {{
                 switch (name.size() % 4) {{
                    case 0: result += count; break;
                    case 1: result -= count / 2; break;
                    case 2: result ^= count << 1; break;
                    default: result = std::max(result, count); break;
                }}
            }}
            return std::accumulate(all.begin(), all.end(), result, [](std::int64_t sum, const auto& each) {{
                return sum + static_cast<std::int64_t>(each.{rng.choice(fields)}_name.size());
            }});
        }}

        """)


def ordinary_unit(rng, number, headers, extra=""):
    used = rng.sample(sorted(headers), min(4, len(headers)))
    includes = "".join(f'#include "core/{each}.h"\n' for each in used) + extra
    includes += "".join(f"#include <{each}>\n" for each in sorted(rng.sample(STANDARD, rng.randint(3, 8))))
    body = "".join(ordinary_function(rng, i, used[i % len(used)], headers[used[i % len(used)]])
                   for i in range(rng.randint(4, 14)))
    return f"// Unit {number}.\n{includes}\nnamespace works::unit_{number} {{\n\n{body}}}  // namespace works::unit_{number}\n"


NET_HEADER = """\
#pragma once

#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace works::net {

class hub {
public:
    explicit hub(std::string name) : name_(std::move(name)) {}
    const std::string& name() const { return name_; }
    std::size_t broadcast(const std::string& text);
    boost::asio::awaitable<std::size_t> broadcast_async(const std::string& text);

private:
    std::string name_;
};

std::shared_ptr<hub> get_hub(boost::asio::io_context& context, const std::string& name);
boost::asio::awaitable<std::shared_ptr<hub>> get_hub_async(boost::asio::io_context& context, const std::string& name);

}  // namespace works::net
"""


def coroutine_unit(rng, number, headers, mistakes):
    used = rng.sample(sorted(headers), 2)
    includes = "".join(f"#include <{each}>\n" for each in LIBRARY_INCLUDES)
    includes += '\n#include "net/hub.h"\n' + "".join(f'#include "core/{each}.h"\n' for each in used)
    names = rng.sample(NOUNS, 4)
    mistaken = "co_await net::get_hub(context, name)"
    right = "co_await net::get_hub_async(context, name)"
    greetings = "".join(textwrap.dedent(f"""\
        asio::awaitable<std::size_t> greet_{name}(asio::io_context& context, const std::string& name) {{
            const auto hub = {mistaken if i < mistakes else right};
            asio::steady_timer timer(co_await asio::this_coro::executor);
            timer.expires_after(std::chrono::milliseconds({rng.randint(1, 50)}));
            co_await timer.async_wait(asio::use_awaitable);
            co_return co_await hub->broadcast_async("{name} " + hub->name());
        }}

        """) for i, name in enumerate(names))
    ordinary = "".join(ordinary_function(rng, i, used[i % 2], headers[used[i % 2]]) for i in range(3))
    return f"""\
// Unit {number}: a conversation over WebSocket and HTTP.
{includes}
namespace works::unit_{number} {{

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;

{greetings}asio::awaitable<void> echo_{names[0]}(tcp::socket socket) {{
    beast::websocket::stream<beast::tcp_stream> stream(std::move(socket));
    co_await stream.async_accept(asio::use_awaitable);
    for (;;) {{
        beast::flat_buffer buffer;
        const std::size_t size = co_await stream.async_read(buffer, asio::use_awaitable);
        if (size == {rng.randint(3, 9)}) break;
        stream.text(stream.got_text());
        co_await stream.async_write(buffer.data(), asio::use_awaitable);
    }}
    co_await stream.async_close(beast::websocket::close_code::normal, asio::use_awaitable);
}}

asio::awaitable<std::string> fetch_{names[1]}(const std::string& host, const std::string& target) {{
    namespace http = beast::http;
    const auto executor = co_await asio::this_coro::executor;
    tcp::resolver resolver(executor);
    beast::tcp_stream stream(executor);
    co_await stream.async_connect(co_await resolver.async_resolve(host, "http", asio::use_awaitable),
                                  asio::use_awaitable);
    http::request<http::string_body> request{{http::verb::get, target, 11}};
    request.set(http::field::host, host);
    co_await http::async_write(stream, request, asio::use_awaitable);
    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    co_await http::async_read(stream, buffer, response, asio::use_awaitable);
    co_return response.body();
}}

asio::awaitable<void> listen_{names[2]}(unsigned short port) {{
    const auto executor = co_await asio::this_coro::executor;
    tcp::acceptor acceptor(executor, {{tcp::v4(), port}});
    for (;;) {{
        tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
        asio::co_spawn(executor, echo_{names[0]}(std::move(socket)), asio::detached);
    }}
}}

{ordinary}}}  // namespace works::unit_{number}
"""


def generate(folder, units, seed=1, coroutine_share=0.1, mistaken_share=0.1):
    """Returns what bench.json says."""
    rng = random.Random(seed)
    folder = pathlib.Path(folder)
    headers = {}
    for name in rng.sample(NOUNS, 40):
        below = rng.sample(sorted(headers), min(len(headers), 2))
        text, headers[name] = ordinary_header(rng, name, below)
        write(folder, f"src/core/{name}.h", text)
    write(folder, "src/net/hub.h", NET_HEADER)
    coroutines, commands, planted = [], [], 0
    wanted = max(1, round(units * coroutine_share))
    for number in range(units):
        name = f"src/part_{number % 16}/unit_{number}.cpp"
        has_coroutines = number * wanted // units != (number + 1) * wanted // units
        if has_coroutines:
            mistakes = 1 if len(coroutines) % round(1 / mistaken_share) == 3 else 0
            planted += mistakes
            coroutines.append(name)
            text = coroutine_unit(rng, number, headers, mistakes)
        else:
            # Some that await nothing know the declarations of those that do.
            text = ordinary_unit(rng, number, headers, '#include "net/hub.h"\n' if number % 50 == 7 else "")
        write(folder, name, text)
        commands.append({"directory": str(folder), "file": name,
                         "arguments": ["clang++-22", "-std=c++20", "-O2", "-Wall", "-Isrc", "-c", name, "-o",
                                       f"build/unit_{number}.o"]})
    write(folder, "compile_commands.json", json.dumps(commands, indent=1))
    write(folder, ".awaitlint.json", "{}\n")
    facts = {"units": units, "coroutines": coroutines, "planted": planted,
             "lines": sum(len(path.read_text().splitlines()) for path in folder.rglob("src/**/*.*"))}
    write(folder, "bench.json", json.dumps(facts, indent=1))
    return facts


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--units", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    found = generate(pathlib.Path(options.folder).resolve(), options.units, options.seed)
    print(f"{found['units']} units, {len(found['coroutines'])} with coroutines, {found['lines']} lines, "
          f"{found['planted']} mistakes")

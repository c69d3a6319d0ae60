// See curl_library.h.
#include "engine/remote/curl_library.h"

#include <dlfcn.h>

namespace awaitlint {
namespace {

/// The ABI that all of libcurl's versions since 2006 have.
constexpr const char* library_name = "libcurl.so.4";

template <class Function>
bool has(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    return function != nullptr;
}

}  // namespace

Result<CurlLibrary> load_curl() {
    void* const library = ::dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
    if (!library) return Error{"libcurl is not installed: apt-get install libcurl4"};
    CurlLibrary curl;
    const bool is_whole =
        has(library, "curl_global_init", curl.global_init) && has(library, "curl_easy_init", curl.easy_init) &&
        has(library, "curl_easy_setopt", curl.easy_setopt) && has(library, "curl_easy_getinfo", curl.easy_getinfo) &&
        has(library, "curl_easy_strerror", curl.easy_strerror) &&
        has(library, "curl_easy_cleanup", curl.easy_cleanup) && has(library, "curl_multi_init", curl.multi_init) &&
        has(library, "curl_multi_setopt", curl.multi_setopt) &&
        has(library, "curl_multi_add_handle", curl.multi_add_handle) &&
        has(library, "curl_multi_remove_handle", curl.multi_remove_handle) &&
        has(library, "curl_multi_perform", curl.multi_perform) && has(library, "curl_multi_poll", curl.multi_poll) &&
        has(library, "curl_multi_info_read", curl.multi_info_read) &&
        has(library, "curl_multi_cleanup", curl.multi_cleanup) &&
        has(library, "curl_slist_append", curl.slist_append) &&
        has(library, "curl_slist_free_all", curl.slist_free_all);
    if (!is_whole || curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return Error{"libcurl is too old: it must be 7.85 or later"};
    return curl;
}

}  // namespace awaitlint

// Whether this is a build with sanitizers (`./dev sanitize`), for what cannot be had together with them.
//
// AddressSanitizer keeps a map of the whole address space: memory limits of a process do not go with it, and its
// allocator is not glibc's. Nothing else may depend on this: what is tested is to be what is shipped.
#pragma once

namespace awaitlint {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool is_address_sanitized = true;
#elif defined(__has_feature)
inline constexpr bool is_address_sanitized = __has_feature(address_sanitizer);
#else
inline constexpr bool is_address_sanitized = false;
#endif

}  // namespace awaitlint

// Whether this is a build with sanitizers (`./dev sanitize`), for what cannot be had together with them.
//
// AddressSanitizer keeps a map of the whole address space: memory limits of a process do not go with it, and its
// allocator is not glibc's. The reports of all of them need programs and processes of their own, which the sandbox
// forbids. Nothing else may depend on this: what is tested is to be what is shipped.
#pragma once

namespace awaitlint {

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define AWAITLINT_ADDRESS_SANITIZER
#endif
#if __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define AWAITLINT_OTHER_SANITIZER
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define AWAITLINT_ADDRESS_SANITIZER
#endif
#if defined(__SANITIZE_THREAD__)
#define AWAITLINT_OTHER_SANITIZER
#endif

#if defined(AWAITLINT_ADDRESS_SANITIZER)
inline constexpr bool is_address_sanitized = true;
#else
inline constexpr bool is_address_sanitized = false;
#endif

#if defined(AWAITLINT_ADDRESS_SANITIZER) || defined(AWAITLINT_OTHER_SANITIZER)
inline constexpr bool is_sanitized = true;
#else
inline constexpr bool is_sanitized = false;
#endif

}  // namespace awaitlint

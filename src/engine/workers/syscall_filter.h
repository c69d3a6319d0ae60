// Which system calls a worker may make: a list of what reading, parsing and answering need, and nothing else.
//
// For the calling process and its threads, for good. No network, no program, no other process, no file opened for
// writing (unless it may write somewhere: then Landlock says where, see sandbox.h). What is not on the list fails with
// EPERM, as in a system that forbids it; what a newer C library tries first fails with ENOSYS, so that it falls back.
// Written for x86-64 and 64-bit ARM; elsewhere there is none.
#pragma once

namespace awaitlint {

/// Whether this machine and this kernel have such filters.
bool knows_syscall_filters();

/// False with errno set when the kernel refuses. The caller has one thread and no_new_privs.
bool install_syscall_filter(bool may_write);

}  // namespace awaitlint

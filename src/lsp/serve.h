// The server as a process: reads the client's bytes, writes its own, and has documents analysed beside that.
//
// In: two descriptors, how to analyse. Out: the exit status that the protocol wants. One poll loop without threads;
// analyses run in processes of their own, so that the client is listened to meanwhile and an analysis can be ended. A
// client that does not read is not read from.
#pragma once

#include "lsp/analysis.h"
#include "lsp/session.h"

namespace awaitlint::lsp {

struct Streams {
    int in = -1;
    int out = -1;
};

int serve(const Streams& streams, Server server, const Analyse& analyse);

}  // namespace awaitlint::lsp

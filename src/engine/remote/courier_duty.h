// What a courier does all its life: asks the server for what it is told to fetch, and sends what it is told to keep.
//
// In: a socket to the run, an address. Out: answers on the socket. Ends when the run says so, or has ended. Fetching
// comes before sending. After the first failure of sending nothing more is sent, and its end says why.
#pragma once

#include "awaitlint/remote_address.h"

namespace awaitlint {

void run_courier(int socket, const RemoteAddress& address);

}  // namespace awaitlint

#pragma once
// SPDX-License-Identifier: MIT
//
// The runtime for C++ hosts: what tenon/host.h has, as types that clean up after themselves. A host
// meets it together with the class that `tenon bind cpp --host` makes of its world:
//
//   tenon::Host host;
//   host.add_path("plugins");
//   auto shout = demo::text::Pipe::load(host, "shout", {.log = log}).value();
//   auto result = shout.filter().apply("hello");
//
// Without exceptions, `.value()` and constructors that fail print why and end the program.
// Threads: as in host.h; a Host may be used from several, a Plugin and an Instance by one at a time.
#include "host/catalog.hpp"
#include "host/error.hpp"
#include "host/host.hpp"
#include "host/implement.hpp"
#include "host/plugin.hpp"
#include "host/reach.hpp"
#include "owned.hpp"
#include "utf8.hpp"

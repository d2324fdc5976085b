#pragma once
// SPDX-License-Identifier: MIT
//
// Everything that generated plugin bindings need. Plugins include their generated header, which
// includes this. Header-only, C++20, also with -fno-exceptions -fno-rtti.
#include "abi.h"
#include "call.hpp"
#include "create.hpp"
#include "implement.hpp"
#include "owned.hpp"
#include "utf8.hpp"

// SPDX-License-Identifier: MIT
#include "wit/model.hpp"

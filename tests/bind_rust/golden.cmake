# SPDX-License-Identifier: MIT
# The bindings of small.wit, byte for byte, up to the part that is the same in every library. To
# rewrite: REWRITE=1 ctest -R bind_rust.golden
execute_process(COMMAND ${GENERATE} small ${SOURCE}/small.wit ${BINARY}/small shout=plugin
  COMMAND_ERROR_IS_FATAL ANY)
file(READ ${BINARY}/small/src/bindings.rs made)
string(FIND "${made}" "\nmod runtime {" end)
string(SUBSTRING "${made}" 0 ${end} made)
set(golden ${SOURCE}/small.rs.golden)
if(DEFINED ENV{REWRITE})
  file(WRITE ${golden} "${made}")
endif()
file(READ ${golden} wanted)
if(NOT made STREQUAL wanted)
  message(FATAL_ERROR "${BINARY}/small/src/bindings.rs differs from ${golden}")
endif()

# SPDX-License-Identifier: MIT
#
# For CMake projects that have plugins or hosts:
#
#   find_package(tenon REQUIRED)           # or add_subdirectory(tenon)
#   tenon_add_plugin(shout)                # the project whose tenon.toml is in this folder
#   tenon_add_host(app WIT text.wit)       # app may include the world's generated header
#   tenon_add_host(app LANG rust WIT text.wit)    # makes app, of the Cargo.toml in this folder
#
#   tenon_add_plugin(shout STATIC)         # to be part of a program instead of a file of its own:
#   target_link_libraries(app shout)       # app may include shout.static.h
#
# TENON_TOOL names the command `tenon` where the package has none, as in cross builds.

include_guard()

# Makes the library of the plugin project in DIRECTORY (default: this folder). In C and C++ it is a
# MODULE target like any other: link it, add sources, set a standard. In Rust it runs cargo.
# With STATIC it is a library for target_link_libraries, in C and C++ a STATIC one. Its names stay inside:
# the program sees what the generated `<library>.static.h` declares.
function(tenon_add_plugin target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "STATIC" "DIRECTORY" "")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "tenon_add_plugin(${target}): unknown argument `${arg_UNPARSED_ARGUMENTS}`")
  endif()
  _tenon_need_tool(tenon_add_plugin)
  set(folder ${CMAKE_CURRENT_SOURCE_DIR})
  if(arg_DIRECTORY)
    cmake_path(ABSOLUTE_PATH arg_DIRECTORY NORMALIZE OUTPUT_VARIABLE folder)
  endif()
  _tenon_read_project(${folder})
  if(lang STREQUAL rust AND arg_STATIC)
    _tenon_add_static_cargo_plugin(${target} ${folder} ${library})
  elseif(lang STREQUAL rust)
    _tenon_add_cargo_plugin(${target} ${folder} ${library})
  elseif(arg_STATIC)
    _tenon_add_static_plugin(${target} ${folder} ${library} ${lang} "${sources}")
  else()
    _tenon_add_compiled_plugin(${target} ${folder} ${library} ${lang} "${sources}")
  endif()
endfunction()

# Generates `<world>.tenon.hpp` for the world of WIT into the build tree and lets `target` include it; with LANG c
# `<world>.tenon.h`, and `<world>.tenon.c`, which becomes a source of `target`. In C, WORLD must be said.
# With LANG rust it makes `target`, the program of that name of the cargo project in DIRECTORY (default: this folder), and
# writes `src/<world>.rs` there; more calls add worlds.
function(tenon_add_host target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "WIT;WORLD;SINCE;LANG;DIRECTORY" "FEATURES")
  if(NOT arg_WIT)
    message(FATAL_ERROR "tenon_add_host(${target}): say which WIT: WIT path")
  endif()
  if(NOT arg_LANG)
    set(arg_LANG cpp)
  endif()
  if(arg_LANG STREQUAL c AND NOT arg_WORLD)
    message(FATAL_ERROR "tenon_add_host(${target}): in C, say which world: WORLD name")
  endif()
  if(arg_DIRECTORY AND NOT arg_LANG STREQUAL rust)
    message(FATAL_ERROR "tenon_add_host(${target}): DIRECTORY is for LANG rust")
  endif()
  _tenon_need_tool(tenon_add_host)
  cmake_path(ABSOLUTE_PATH arg_WIT NORMALIZE)
  set(options --wit ${arg_WIT})
  if(arg_WORLD)
    list(APPEND options --world ${arg_WORLD})
  endif()
  if(arg_SINCE)
    list(APPEND options --since ${arg_SINCE})
  endif()
  foreach(feature IN LISTS arg_FEATURES)
    list(APPEND options --features ${feature})
  endforeach()
  # A host may have several worlds: each call has a folder of its own.
  string(MD5 id "${arg_LANG} ${options}")
  string(SUBSTRING ${id} 0 8 id)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${target}.tenon/${id})
  if(arg_LANG STREQUAL rust)
    _tenon_add_cargo_host(${target} "${arg_DIRECTORY}" ${id} ${generated} "${options}")
    return()
  endif()
  set(sources "")
  if(arg_LANG STREQUAL c)
    set(sources ${generated}/${arg_WORLD}.tenon.c)
    target_compile_features(${target} PRIVATE c_std_11)
  else()
    target_compile_features(${target} PRIVATE cxx_std_20)
  endif()
  add_custom_command(
    OUTPUT ${generated}/host.stamp
    BYPRODUCTS ${sources}
    COMMAND $<TARGET_FILE:tenon::cli> bind ${arg_LANG} --host ${options} -o ${generated} --stamp ${generated}/host.stamp
    DEPENDS tenon::cli
    DEPFILE ${generated}/host.stamp.d
    COMMENT "Binding the host ${target}"
    VERBATIM)
  target_sources(${target} PRIVATE ${generated}/host.stamp ${sources})
  target_include_directories(${target} PRIVATE ${generated})
  target_link_libraries(${target} PRIVATE tenon::tenon)
endfunction()

# Binds one world in the cargo project; the first call for `target` also makes it.
function(_tenon_add_cargo_host target directory id generated options)
  set(folder ${CMAKE_CURRENT_SOURCE_DIR})
  if(directory)
    cmake_path(ABSOLUTE_PATH directory NORMALIZE OUTPUT_VARIABLE folder)
  endif()
  if(NOT EXISTS ${folder}/Cargo.toml)
    message(FATAL_ERROR "tenon_add_host(${target}): `${folder}/Cargo.toml` does not exist")
  endif()
  if(NOT TARGET ${target})
    _tenon_add_cargo_program(${target} ${folder})
  elseif(NOT TARGET ${target}.cargo)
    message(FATAL_ERROR "tenon_add_host(${target}): with LANG rust it makes the target itself, and there is one already")
  endif()
  # Asked every time, as cargo is: the module lies in the source tree, where it may have been edited or removed.
  add_custom_target(${target}.${id}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${generated}
    COMMAND $<TARGET_FILE:tenon::cli> bind rust --host ${options} -o ${folder}/src --stamp ${generated}/host.stamp
    COMMENT "Binding the host ${target}"
    VERBATIM)
  add_dependencies(${target}.cargo ${target}.${id})
endfunction()

# The program finds libtenon where this build has it, as CMake's own programs do. --config adds to the user's flags, and
# gives way to RUSTFLAGS. The file is no BYPRODUCT: at the top of a build folder its name is the target's, and ninja refuses.
function(_tenon_add_cargo_program target folder)
  find_program(TENON_CARGO cargo)
  if(NOT TENON_CARGO)
    message(FATAL_ERROR "tenon_add_host(${target}): LANG rust needs cargo; set TENON_CARGO")
  endif()
  set(output ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
  if(NOT output)
    set(output ${CMAKE_CURRENT_BINARY_DIR})
  endif()
  set(built ${CMAKE_CURRENT_BINARY_DIR}/${target}.cargo)
  set(library $<TARGET_LINKER_FILE_DIR:tenon::tenon>)
  add_custom_target(${target}.cargo
    COMMAND ${CMAKE_COMMAND} -E env TENON_LIB_DIR=${library} CARGO_TARGET_DIR=${built}
            ${TENON_CARGO} build --release --manifest-path ${folder}/Cargo.toml --bin ${target}
            --config "build.rustflags=['-Clink-arg=-Wl,-rpath,${library}']"
    COMMAND ${CMAKE_COMMAND} -E make_directory ${output}
    COMMAND ${CMAKE_COMMAND} -E copy_if_different ${built}/release/${target} ${output}/${target}
    WORKING_DIRECTORY ${folder} # whose .cargo/config.toml counts
    COMMENT "Building the host ${target}"
    VERBATIM)
  add_dependencies(${target}.cargo tenon::tenon)
  add_custom_target(${target} ALL)
  add_dependencies(${target} ${target}.cargo)
endfunction()

function(_tenon_need_tool who)
  if(NOT TARGET tenon::cli AND TENON_TOOL)
    add_executable(tenon::cli IMPORTED GLOBAL)
    set_target_properties(tenon::cli PROPERTIES IMPORTED_LOCATION ${TENON_TOOL})
  endif()
  if(NOT TARGET tenon::cli)
    message(FATAL_ERROR "${who}: the command `tenon` isn't part of this build; set TENON_BUILD_TOOL=ON or TENON_TOOL")
  endif()
endfunction()

# Sets lang, library and sources in the caller's scope. What a build has to know before the tool can
# be asked (it may be built by the same build); the tool reads the file again, strictly.
function(_tenon_read_project folder)
  set(toml ${folder}/tenon.toml)
  if(NOT EXISTS ${toml})
    message(FATAL_ERROR "tenon_add_plugin: `${toml}` does not exist")
  endif()
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${toml})
  _tenon_read_toml(${toml})

  cmake_path(GET folder FILENAME library)
  if(library.name)
    _tenon_toml_text(library "${library.name}" ${toml})
  endif()
  if(library.lang)
    _tenon_toml_text(lang "${library.lang}" ${toml})
  elseif(EXISTS ${folder}/Cargo.toml)
    set(lang rust)
  elseif(plugin.header MATCHES "[^\"';]") # one isn't empty
    set(lang cpp)
  else()
    set(lang c)
  endif()

  # `sources`, or by tenon.toml's own rule all files of the language beside it.
  set(sources "")
  if(has_sources)
    foreach(token IN LISTS library.sources)
      _tenon_toml_text(source "${token}" ${toml})
      cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${folder})
      list(APPEND sources "${source}")
    endforeach()
  elseif(NOT lang STREQUAL rust)
    file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.${lang})
  endif()
  set(lang "${lang}" PARENT_SCOPE)
  set(library "${library}" PARENT_SCOPE)
  set(sources "${sources}" PARENT_SCOPE)
endfunction()

# What would confuse CMake's lists goes by control characters, which TOML doesn't allow.
macro(_tenon_signs)
  string(ASCII 1 open)
  string(ASCII 2 close)
  string(ASCII 3 semicolon)
  string(ASCII 4 backslash)
endmacro()

# TOML's strings, words and signs, and the ends of lines.
function(_tenon_toml_tokens out toml)
  _tenon_signs()
  file(READ ${toml} text)
  string(REPLACE "[" "${open}" text "${text}")
  string(REPLACE "]" "${close}" text "${text}")
  string(REPLACE ";" "${semicolon}" text "${text}")
  string(REPLACE "\\" "${backslash}" text "${text}")
  # Strings of many lines may have one or two quotes inside, and as many more in the end.
  set(basics "\"\"\"[^\"${backslash}]*((\"?\"?${backslash}.|\"\"?[^\"${backslash}])[^\"${backslash}]*)*\"\"\"\"?\"?")
  set(literals "'''[^']*(''?[^'][^']*)*''''?'?")
  set(basic "\"[^\"${backslash}\n]*(${backslash}.[^\"${backslash}\n]*)*\"")
  set(literal "'[^'\n]*'")
  set(rest "#[^\n]*|[A-Za-z0-9_-]+|[\n=.{}${open}${close}]")
  string(REGEX MATCHALL "${basics}|${literals}|${basic}|${literal}|${rest}" tokens "${text}\n")
  list(FILTER tokens EXCLUDE REGEX "^#")
  set(${out} "${tokens}" PARENT_SCOPE)
endfunction()

# Sets library.name, library.lang, library.sources and plugin.header in the caller's scope, each the list of the strings
# that stand there; and has_sources.
function(_tenon_read_toml toml)
  _tenon_signs()
  _tenon_toml_tokens(tokens ${toml})
  set(keys library.name library.lang library.sources plugin.header)
  foreach(key IN LISTS keys)
    set(${key} "")
  endforeach()
  set(has_sources OFF)
  set(table "")
  set(key "")
  set(is_value OFF)
  set(depth 0) # of brackets in a value
  foreach(token IN LISTS tokens)
    if(is_value)
      if(token MATCHES "^[{${open}]$")
        math(EXPR depth "${depth} + 1")
      elseif(token MATCHES "^[}${close}]$")
        math(EXPR depth "${depth} - 1")
      elseif(token STREQUAL "\n" AND NOT depth GREATER 0)
        set(is_value OFF)
        set(key "")
      elseif(token MATCHES "^[\"']" AND key MATCHES "^(library\\.(name|lang|sources)|plugin\\.header)$")
        list(APPEND ${key} "${token}")
      endif()
    elseif(token STREQUAL "=")
      set(key "${table}${key}")
      set(is_value ON)
      if(key MATCHES "^(library|plugin)$")
        message(FATAL_ERROR "tenon_add_plugin: CMake can't read `${key} = ...` in `${toml}`: "
                            "write `[library]` and `[[plugin]]`, and each key on a line below it")
      elseif(key MATCHES "^library\\.sources$")
        set(has_sources ON)
      endif()
    elseif(token STREQUAL "${close}")
      if(NOT key STREQUAL "") # else the second of `]]`
        set(table "${key}.")
        set(key "")
      endif()
    elseif(token STREQUAL "\n" OR token STREQUAL "${open}")
      set(key "")
    else()
      string(REGEX REPLACE "^[\"'](.*)[\"']$" "\\1" part "${token}")
      string(APPEND key "${part}")
    endif()
  endforeach()
  foreach(key IN LISTS keys ITEMS has_sources)
    set(${key} "${${key}}" PARENT_SCOPE)
  endforeach()
endfunction()

# What a string says, as an element of a list.
function(_tenon_toml_text out token toml)
  _tenon_signs()
  string(REGEX REPLACE "^(\"\"\"\n?|'''\n?|\"|')" "" text "${token}")
  string(REGEX REPLACE "(\"\"\"|'''|\"|')$" "" text "${text}")
  string(REGEX REPLACE "${open}[^${open}${close}]*${close}" "" unpaired "${text}")
  string(REPLACE "${open}" "[" text "${text}")
  string(REPLACE "${close}" "]" text "${text}")
  if(unpaired MATCHES "[${open}${close}${semicolon}${backslash}]")
    string(REPLACE "${semicolon}" ";" text "${text}")
    string(REPLACE "${backslash}" "\\" text "${text}")
    message(FATAL_ERROR "tenon_add_plugin: CMake can't have the name `${text}` of `${toml}`: "
                        "do without `;`, `\\`, and `[` without `]`")
  endif()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

function(_tenon_add_compiled_plugin target folder library lang sources)
  string(TOUPPER ${lang} language)
  string(REPLACE CPP CXX language ${language})
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${target}.tenon)
  set(bindings ${generated}/${library}.tenon.${lang} ${generated}/${library}.entry.${lang})
  set(flags ${CMAKE_COMMAND} -E env CC=${CMAKE_C_COMPILER} CXX=${CMAKE_CXX_COMPILER}
            $<TARGET_FILE:tenon::cli> build ${folder} --bindings ${generated})
  add_custom_command(
    OUTPUT ${generated}/plugin.stamp
    BYPRODUCTS ${bindings} ${generated}/compile.flags ${generated}/link.flags ${generated}/exports.map
    COMMAND ${flags} --print-flags compile -o ${generated}/compile.flags
    COMMAND ${flags} --print-flags link -o ${generated}/link.flags
    COMMAND $<TARGET_FILE:tenon::cli> bind ${lang} --plugin ${folder} -o ${generated} --stamp ${generated}/plugin.stamp
    DEPENDS tenon::cli
    DEPFILE ${generated}/plugin.stamp.d
    COMMENT "Binding the plugin ${target}"
    VERBATIM)

  add_library(${target} MODULE ${sources} ${bindings} ${generated}/plugin.stamp)
  target_compile_options(${target} PRIVATE @${generated}/compile.flags)
  target_link_options(${target} PRIVATE @${generated}/link.flags)
  if(lang STREQUAL cpp)
    target_compile_features(${target} PRIVATE cxx_std_20)
  else()
    target_compile_features(${target} PRIVATE c_std_11)
  endif()
  set_property(SOURCE ${sources} ${bindings} APPEND PROPERTY OBJECT_DEPENDS ${generated}/compile.flags)
  set_target_properties(${target} PROPERTIES PREFIX lib SUFFIX .so OUTPUT_NAME ${library} DEBUG_POSTFIX ""
    LINKER_LANGUAGE ${language} LINK_DEPENDS "${generated}/link.flags;${generated}/exports.map")
  add_custom_command(TARGET ${target} POST_BUILD
    COMMAND $<TARGET_FILE:tenon::cli> inspect --product $<TARGET_FILE:${target}> VERBATIM)
endfunction()

# What `tenon build` is asked with, so that it uses this build's compilers and binutils.
function(_tenon_build_command out folder)
  set(environment CC=${CMAKE_C_COMPILER} CXX=${CMAKE_CXX_COMPILER})
  if(CMAKE_OBJCOPY)
    list(APPEND environment OBJCOPY=${CMAKE_OBJCOPY})
  endif()
  if(CMAKE_AR)
    list(APPEND environment AR=${CMAKE_AR})
  endif()
  set(${out} ${CMAKE_COMMAND} -E env ${environment} $<TARGET_FILE:tenon::cli> build ${folder} PARENT_SCOPE)
endfunction()

# Of two libraries of one name a linker would silently take the first; so no target may have both.
function(_tenon_one_of_a_name target library)
  set_property(TARGET ${target} PROPERTY INTERFACE_TENON_LIBRARY_${library} ${target})
  set_property(TARGET ${target} APPEND PROPERTY COMPATIBLE_INTERFACE_STRING TENON_LIBRARY_${library})
endfunction()

# The archive is made like any other, and then sealed: replaced by one object that shows only the
# descriptor and the manifest.
function(_tenon_add_static_plugin target folder library lang sources)
  set(generated ${CMAKE_CURRENT_BINARY_DIR}/${target}.tenon)
  set(bindings ${generated}/${library}.tenon.${lang} ${generated}/${library}.static.${lang})
  _tenon_build_command(build ${folder})
  add_custom_command(
    OUTPUT ${generated}/plugin.stamp
    BYPRODUCTS ${bindings} ${generated}/compile.flags ${generated}/static/${library}.static.h
    COMMAND ${build} --bindings ${generated} --print-flags compile -o ${generated}/compile.flags
    COMMAND $<TARGET_FILE:tenon::cli> bind ${lang} --plugin ${folder} --static -o ${generated}
            --stamp ${generated}/plugin.stamp
    DEPENDS tenon::cli
    DEPFILE ${generated}/plugin.stamp.d
    COMMENT "Binding the plugin ${target}"
    VERBATIM)

  add_library(${target} STATIC ${sources} ${bindings} ${generated}/plugin.stamp)
  target_compile_options(${target} PRIVATE @${generated}/compile.flags)
  if(lang STREQUAL cpp)
    target_compile_features(${target} PRIVATE cxx_std_20)
  else()
    target_compile_features(${target} PRIVATE c_std_11)
  endif()
  set_property(SOURCE ${sources} ${bindings} APPEND PROPERTY OBJECT_DEPENDS ${generated}/compile.flags)
  set_target_properties(${target} PROPERTIES PREFIX lib SUFFIX .a OUTPUT_NAME ${library} DEBUG_POSTFIX ""
    ARCHIVE_OUTPUT_DIRECTORY ${generated}/static)
  target_include_directories(${target} INTERFACE ${generated}/static)
  _tenon_one_of_a_name(${target} ${library})
  target_link_libraries(${target} INTERFACE tenon::tenon)
  add_custom_command(TARGET ${target} POST_BUILD COMMAND ${build} --static --seal $<TARGET_FILE:${target}> VERBATIM)
endfunction()

# cargo's archive has Rust's standard library in it; these are what that needs of the system.
function(_tenon_add_static_cargo_plugin target folder library)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${target}.tenon/static)
  _tenon_build_command(build ${folder})
  add_custom_target(${target}.cargo ALL
    COMMAND ${CMAKE_COMMAND} -E env CARGO_TARGET_DIR=${CMAKE_CURRENT_BINARY_DIR}/${target}.cargo
            ${build} --static -o ${output}/lib${library}.a
    DEPENDS tenon::cli
    BYPRODUCTS ${output}/lib${library}.a ${output}/${library}.static.h
    COMMENT "Building the plugin ${target}"
    VERBATIM)
  add_library(${target} INTERFACE)
  add_dependencies(${target} ${target}.cargo)
  _tenon_one_of_a_name(${target} ${library})
  target_include_directories(${target} INTERFACE ${output})
  target_link_libraries(${target} INTERFACE ${output}/lib${library}.a tenon::tenon pthread ${CMAKE_DL_LIBS} m)
endfunction()

# cargo knows best what is out of date, so it is asked every time.
function(_tenon_add_cargo_plugin target folder library)
  set(output ${CMAKE_LIBRARY_OUTPUT_DIRECTORY})
  if(NOT output)
    set(output ${CMAKE_CURRENT_BINARY_DIR})
  endif()
  add_custom_target(${target} ALL
    COMMAND ${CMAKE_COMMAND} -E env CARGO_TARGET_DIR=${CMAKE_CURRENT_BINARY_DIR}/${target}.cargo
            $<TARGET_FILE:tenon::cli> build ${folder} -o ${output}/lib${library}.so
    DEPENDS tenon::cli
    BYPRODUCTS ${output}/lib${library}.so
    COMMENT "Building the plugin ${target}"
    VERBATIM)
endfunction()

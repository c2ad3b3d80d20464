# What find_package(goldvec) and add_subdirectory(conformance/c) give:
#
#   goldvec::harness   the headers of the harness, to compile shims against
#
#   goldvec_add_backend(<name> SOURCES <file>... [OPS <op>...] [SANITIZE] [GUARDED] [LIBRARY <name>] [VERSION <text>]
#                       [CONTRACTS <id>...] [LINK <target>...])
#
# makes a program that serves the ops whose shims are among the sources, and a test of ctest that runs the
# vectors against it. OPS are the ops that must pass, SANITIZE counts int32 overflows, GUARDED
# lets gv_guarded() catch a library that ends the program, LIBRARY, VERSION and
# CONTRACTS are what the backend says of itself. GOLDVEC_PORT and GOLDVEC_BOARD come from a toolchain file of this
# folder when a board is meant; GOLDVEC_COMMAND is the command line tool. goldvec_expected_header, for tests with
# expected values as C headers, is that of goldvec_headers.cmake.
include_guard(GLOBAL)

get_filename_component(GOLDVEC_C "${CMAKE_CURRENT_LIST_DIR}/.." ABSOLUTE)
set(GOLDVEC_C "${GOLDVEC_C}" CACHE INTERNAL "folder of the C harness")

# The codec is a header of the system's package; a cross compiler gets to see it alone.
find_file(GOLDVEC_MSGPUCK msgpuck.h PATHS /usr/include /usr/local/include NO_CMAKE_FIND_ROOT_PATH
          DOC "msgpuck.h, of the Debian package libmsgpuck-dev")
if(NOT GOLDVEC_MSGPUCK)
  message(FATAL_ERROR "msgpuck.h is missing: install libmsgpuck-dev, or set GOLDVEC_MSGPUCK to its path")
endif()
configure_file(${GOLDVEC_MSGPUCK} ${CMAKE_BINARY_DIR}/goldvec-codec/msgpuck.h COPYONLY)
set(GOLDVEC_CODEC ${CMAKE_BINARY_DIR}/goldvec-codec CACHE INTERNAL "folder of msgpuck.h alone")

include(${CMAKE_CURRENT_LIST_DIR}/goldvec_headers.cmake)

set(goldvec_harness_sources)
foreach(part call check check_layers decode dispatch encode fit frame guard hello in_place main msgpuck serve
        wellformed)
  list(APPEND goldvec_harness_sources ${GOLDVEC_C}/harness/gv_${part}.c)
endforeach()
list(APPEND goldvec_harness_sources ${GOLDVEC_C}/kernels/gv_contract.c ${GOLDVEC_C}/kernels/gv_scratch.c)
foreach(part model_call model_samples params stage)
  list(APPEND goldvec_harness_sources ${GOLDVEC_C}/sdk/gv_${part}.c)
endforeach()
set(goldvec_harness_sources "${goldvec_harness_sources}" CACHE INTERNAL "sources of the harness")

add_library(goldvec_harness INTERFACE)
add_library(goldvec::harness ALIAS goldvec_harness)
target_include_directories(goldvec_harness INTERFACE
  ${GOLDVEC_C} ${GOLDVEC_C}/include ${GOLDVEC_C}/kernels ${GOLDVEC_C}/harness)
target_include_directories(goldvec_harness SYSTEM INTERFACE ${GOLDVEC_CODEC})
target_compile_features(goldvec_harness INTERFACE c_std_11)

function(goldvec_add_backend name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "SANITIZE;GUARDED" "LIBRARY;VERSION" "SOURCES;OPS;CONTRACTS;LINK")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
    message(FATAL_ERROR "goldvec_add_backend(${name}): SOURCES are needed; unknown: ${arg_UNPARSED_ARGUMENTS}")
  endif()

  # what decides bits: the shims with the kernels among their sources, and the probe of the float environment
  add_library(${name}_kernels OBJECT ${arg_SOURCES} ${GOLDVEC_C}/harness/gv_probe.c)
  target_link_libraries(${name}_kernels PUBLIC goldvec::harness ${arg_LINK})
  target_compile_options(${name}_kernels PRIVATE -ffp-contract=off -fno-math-errno)
  set(overflow overflow)
  if(arg_SANITIZE)
    set(overflow ubsan)
    set(kinds signed-integer-overflow,float-cast-overflow)
    target_compile_options(${name}_kernels PRIVATE -fsanitize=${kinds} -fsanitize-recover=${kinds})
  endif()

  set(port ${GOLDVEC_PORT})
  if(NOT port)
    set(port posix)
  endif()
  file(GLOB port_sources CONFIGURE_DEPENDS ${GOLDVEC_C}/ports/${port}/*.c)
  add_executable(${name} ${goldvec_harness_sources} ${GOLDVEC_C}/harness/gv_${overflow}.c ${port_sources})
  target_link_libraries(${name} PRIVATE ${name}_kernels m)
  target_compile_definitions(${name} PRIVATE NDEBUG _POSIX_C_SOURCE=200809L
    "GV_BUILD_LABEL=\"${CMAKE_SYSTEM_PROCESSOR} ${CMAKE_BUILD_TYPE} ${overflow}\"")
  if(arg_GUARDED)
    target_sources(${name} PRIVATE ${GOLDVEC_C}/sdk/gv_guarded.c)
    target_link_options(${name} PRIVATE -Wl,--wrap=exit,--wrap=abort,--wrap=__assert_fail)
  endif()
  if(arg_LIBRARY)
    target_compile_definitions(${name} PRIVATE "GV_LIBRARY_NAME=\"${arg_LIBRARY}\"")
  endif()
  if(arg_VERSION)
    target_compile_definitions(${name} PRIVATE "GV_LIBRARY_VERSION=\"${arg_VERSION}\"")
  endif()
  if(arg_CONTRACTS)
    list(JOIN arg_CONTRACTS "|" contracts)
    target_compile_definitions(${name} PRIVATE "GV_LIBRARY_CONTRACTS=\"${contracts}\"")
  endif()

  set(id "cmd:$<TARGET_FILE:${name}>")
  if(GOLDVEC_BOARD)
    set(id "qemu:${GOLDVEC_BOARD},elf=$<TARGET_FILE:${name}>")
  endif()
  set(ops)
  foreach(op ${arg_OPS})
    list(APPEND ops --op ${op})
  endforeach()
  if(GOLDVEC_COMMAND)
    add_test(NAME goldvec.${name} COMMAND ${GOLDVEC_COMMAND} run --quiet --backend ${id} ${ops})
  endif()
endfunction()

# Expected values as C headers, made while a project is built:
#
#   goldvec_expected_header(TARGET <target> FIXTURES <file>...)
#   goldvec_expected_header(TARGET <target> [OPS <op>...] [FLAGS <flag>...] [CONTRACTS <id>...] [LEVEL smoke|all])
#
# The first answers fixtures of the project's own, the second takes committed cases; scripts/export/README.md says what
# stands in them. The target gets the include folder, so that it can include "goldvec_all.h", and is built after
# them; they are made anew when a fixture or goldvec changes. GOLDVEC_COMMAND is the command line tool.
include_guard(GLOBAL)

find_program(GOLDVEC_COMMAND goldvec DOC "the command line tool of goldvec")
# in a clone, and in the npm package
foreach(goldvec_script goldvec.mjs package/bin.js)
  get_filename_component(goldvec_in_tree "${CMAKE_CURRENT_LIST_DIR}/../../../scripts/${goldvec_script}" ABSOLUTE)
  if(NOT GOLDVEC_COMMAND AND EXISTS "${goldvec_in_tree}")
    set(GOLDVEC_COMMAND "${goldvec_in_tree}" CACHE FILEPATH "the command line tool of goldvec" FORCE)
  endif()
endforeach()

function(goldvec_expected_header)
  cmake_parse_arguments(PARSE_ARGV 0 arg "" "TARGET;LEVEL" "FIXTURES;OPS;FLAGS;CONTRACTS")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_TARGET)
    message(FATAL_ERROR "goldvec_expected_header: TARGET is needed; unknown: ${arg_UNPARSED_ARGUMENTS}")
  endif()
  set(chosen ${arg_OPS} ${arg_FLAGS} ${arg_CONTRACTS} ${arg_LEVEL})
  if((arg_FIXTURES AND chosen) OR NOT (arg_FIXTURES OR chosen))
    message(FATAL_ERROR "goldvec_expected_header(${arg_TARGET}): either FIXTURES, or OPS, FLAGS, CONTRACTS and LEVEL")
  endif()
  if(NOT GOLDVEC_COMMAND)
    message(FATAL_ERROR "goldvec_expected_header: no goldvec on the path; set GOLDVEC_COMMAND")
  endif()

  if(arg_FIXTURES)
    set(fixtures)
    foreach(file ${arg_FIXTURES})
      get_filename_component(path ${file} ABSOLUTE)
      list(APPEND fixtures ${path})
    endforeach()
    set(words expect ${fixtures})
  else()
    set(words export --format c-header)
    foreach(kind OP FLAG CONTRACT)
      string(TOLOWER ${kind} option)
      foreach(name ${arg_${kind}S})
        list(APPEND words --${option} ${name})
      endforeach()
    endforeach()
    if(arg_LEVEL)
      list(APPEND words --level ${arg_LEVEL})
    endif()
  endif()

  # another goldvec may answer otherwise: its command is another file then, and its vectors have another manifest
  set(answers)
  foreach(file ${GOLDVEC_COMMAND} ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../../../vectors/manifest.json)
    if(IS_ABSOLUTE ${file} AND EXISTS ${file})
      list(APPEND answers ${file})
    endif()
  endforeach()

  set(folder ${CMAKE_CURRENT_BINARY_DIR}/goldvec-${arg_TARGET})
  add_custom_command(OUTPUT ${folder}/goldvec_all.h
    COMMAND ${GOLDVEC_COMMAND} ${words} --out ${folder}
    DEPENDS ${fixtures} ${answers}
    COMMENT "Expected values of ${arg_TARGET}" VERBATIM)
  target_sources(${arg_TARGET} PRIVATE ${folder}/goldvec_all.h)
  target_include_directories(${arg_TARGET} PRIVATE ${folder})
endfunction()

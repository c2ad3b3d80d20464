# Toolchain file for an emulated Cortex-M4F: cmake -DCMAKE_TOOLCHAIN_FILE=<this file>. Needs gcc-arm-none-eabi,
# libnewlib-arm-none-eabi and, to run, qemu-system-arm. Start here for a board of your own.
set(CMAKE_SYSTEM_PROCESSOR cortex-m4)
set(GOLDVEC_BOARD mps2-an386)
set(goldvec_cpu "-mcpu=cortex-m4 -mfloat-abi=hard -mfpu=fpv4-sp-d16")
include(${CMAKE_CURRENT_LIST_DIR}/mps2.cmake)

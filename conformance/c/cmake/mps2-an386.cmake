# Toolchain file for an emulated Cortex-M4F: cmake -DCMAKE_TOOLCHAIN_FILE=<this file>. Needs gcc-arm-none-eabi,
# libnewlib-arm-none-eabi and, to run, qemu-system-arm. Start here for a board of your own.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR cortex-m4)
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

set(GOLDVEC_PORT mps2)
set(GOLDVEC_BOARD mps2-an386)

set(goldvec_cpu "-mthumb -mcpu=cortex-m4 -mfloat-abi=hard -mfpu=fpv4-sp-d16 --specs=nano.specs")
set(CMAKE_C_FLAGS_INIT "${goldvec_cpu} -ffunction-sections -fdata-sections")
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT} -fno-exceptions -fno-rtti")
set(CMAKE_EXE_LINKER_FLAGS_INIT
    "-nostartfiles -Wl,--gc-sections -T ${CMAKE_CURRENT_LIST_DIR}/../ports/mps2/link.ld")

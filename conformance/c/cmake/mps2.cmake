# What the toolchain files of the emulated MPS2 boards share; goldvec_cpu holds the flags of the processor.
set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_C_COMPILER arm-none-eabi-gcc)
set(CMAKE_CXX_COMPILER arm-none-eabi-g++)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)

set(GOLDVEC_PORT mps2)

set(CMAKE_C_FLAGS_INIT "-mthumb ${goldvec_cpu} --specs=nano.specs -ffunction-sections -fdata-sections")
set(CMAKE_CXX_FLAGS_INIT "${CMAKE_C_FLAGS_INIT} -fno-exceptions -fno-rtti")
set(CMAKE_EXE_LINKER_FLAGS_INIT
    "-nostartfiles -Wl,--gc-sections -T ${CMAKE_CURRENT_LIST_DIR}/../ports/mps2/link.ld")

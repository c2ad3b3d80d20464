/**
 * The one table of C builds: which compiler, which flags, which port, and what runs the result.
 *
 * Flags are applied in three layers: `common` to everything, `kernel` to kernels, shims and the float probe
 * (what decides bits), `harness` to the rest. Kernels of an observing target are instrumented; nothing is
 * linked with -fsanitize, because the counting handlers of the harness are the runtime.
 */

export type Port = 'posix' | 'wasm32' | 'mps2' | 'template' | 'fuzz' | 'bench' | 'cost' | 'count';

export interface Target {
  readonly id: string;
  readonly summary: string;
  readonly port: Port;
  readonly cc: 'gcc' | 'clang' | 'arm-none-eabi-gcc';
  /** words of the toolchain line in hello */
  readonly label: string;
  /** processor and platform flags of every translation unit */
  readonly common: readonly string[];
  readonly kernel: readonly string[];
  readonly harness: readonly string[];
  readonly link: readonly string[];
  /** libraries, after the objects */
  readonly libraries: readonly string[];
  readonly artifact: string;
  /** counts overflows with the handlers of gv_ubsan.c */
  readonly observesOverflow: boolean;
  /** compiles every shim on its own (`callsOf`) */
  readonly compilesApart?: boolean;
  /** port whose start-up code and linker script are used */
  readonly startup?: Port;
  /** QEMU machine that runs the result */
  readonly machine?: string;
  /** part of a run without --backend; the others exist for tests */
  readonly isDefault: boolean;
}

/** Language and warnings, for every compiler. */
export const warningFlags: readonly string[] = [
  '-std=c11',
  '-Wall',
  '-Wextra',
  '-Wconversion',
  '-Wshadow',
  '-Wstrict-prototypes',
  '-Werror',
];

/** The float environment of the clauses: two roundings per product and sum, no errno in sqrt. */
const strictFloat = ['-ffp-contract=off', '-fno-math-errno'];

const counting = [
  // instrumentation makes gcc see conversions that are not there; the plain builds do check them
  '-Wno-conversion',
  '-Wno-sign-conversion',
  '-fsanitize=signed-integer-overflow,float-cast-overflow',
  '-fsanitize-recover=signed-integer-overflow,float-cast-overflow',
];

/** After heavy inlining gcc no longer sees that a failed status is why a value is not set; -O2 checks it. */
const quietGcc = ['-Wno-maybe-uninitialized'];

/** A host has room for the large cases, the longest of which takes 4.5 MB in both directions together. */
const roomy = [
  '-DGV_FRAME_BYTES=6291456u',
  '-DGV_TENSOR_BYTES=8388608u',
  '-DGV_SCRATCH_BYTES=16777216u',
];

/** Products of narrow operands several at a time (gv_dot.h); not for builds that count overflows. */
const packedProducts = ['-DGV_DOT16'];

/** What vector units of hosts take several at a time, requants (gv_requant_block.h) among it. */
const vectors = [...packedProducts, '-DGV_REQUANT_BLOCK'];

interface NativeOptions {
  readonly optimise: string;
  /** flags of every file, beside those of the platform */
  readonly common?: readonly string[];
  readonly kernel?: readonly string[];
  readonly harness?: readonly string[];
  readonly link?: readonly string[];
  readonly observes?: boolean;
  readonly compilesApart?: boolean;
  readonly isDefault?: boolean;
  readonly summary: string;
}

function native(cc: 'gcc' | 'clang', variant: string, options: NativeOptions): Target {
  const {
    optimise,
    common = [],
    kernel = [],
    harness = [],
    link = [],
    observes = false,
    compilesApart = false,
    isDefault = true,
  } = options;
  return {
    id: `native:${cc}-${variant}`,
    summary: options.summary,
    port: 'posix',
    cc,
    label: [optimise, variant.startsWith('O') ? '' : variant].join(' ').trim(),
    common: ['-D_POSIX_C_SOURCE=200809L', '-DNDEBUG', '-g1', ...roomy, ...common],
    kernel: [optimise, ...strictFloat, ...kernel],
    harness: ['-O2', ...strictFloat, ...harness],
    link: [...link],
    libraries: ['-lm'],
    artifact: 'goldvec',
    observesOverflow: observes,
    compilesApart,
    isDefault,
  };
}

/**
 * The sanitizers' own runtime, which ends the program at the first finding. A cast outside the range of int32 is none:
 * the kernels give it one answer (`gv_round.c`), and some calls are refused only after it.
 */
const aborting = [
  '-Wno-conversion',
  '-Wno-sign-conversion',
  '-fsanitize=undefined,address',
  '-fno-sanitize=float-cast-overflow',
  '-fno-sanitize-recover=all',
  '-fno-omit-frame-pointer',
];

function natives(cc: 'gcc' | 'clang'): Target[] {
  const level = (optimise: string): Target =>
    native(cc, optimise, {
      optimise: `-${optimise}`,
      compilesApart: cc === 'gcc' && optimise === 'O0',
      summary: `portable C, ${cc} -${optimise}`,
    });
  const quiet = cc === 'gcc' ? quietGcc : [];
  return [
    level('O0'),
    level('O2'),
    native(cc, 'O3', {
      optimise: '-O3',
      common: vectors,
      kernel: quiet,
      summary: `portable C, ${cc} -O3, narrow products packed`,
    }),
    native(cc, 'ubsan', {
      optimise: '-O1',
      kernel: [...counting, ...quiet],
      observes: true,
      summary: `portable C, ${cc}, overflows counted by the sanitizer's instrumentation`,
    }),
    native(cc, 'asan', {
      optimise: '-O1',
      kernel: [...aborting, ...quiet],
      harness: aborting,
      link: aborting,
      isDefault: false,
      summary: `portable C, ${cc}, ends at the first finding of the address and undefined sanitizers`,
    }),
    native(cc, 'fma', {
      optimise: '-O2',
      kernel: ['-mfma', '-ffp-contract=fast'],
      isDefault: false,
      summary: `portable C, ${cc}, contraction allowed on purpose: reports fma_contract`,
    }),
  ];
}

interface WasmOptions {
  readonly summary: string;
  /** words after the target's name and optimisation, in hello */
  readonly words?: string;
  readonly common?: readonly string[];
  readonly kernel?: readonly string[];
  readonly observes?: boolean;
}

function wasm(id: string, options: WasmOptions): Target {
  const { summary, words = '', common = [], kernel = [], observes = false } = options;
  return {
    id,
    summary,
    port: 'wasm32',
    cc: 'clang',
    label: `wasm32 -O2 ${words}`.trim(),
    common: [
      '--target=wasm32-wasi',
      '--sysroot=/usr',
      '-isystem',
      '/usr/include/wasm32-wasi',
      '-DNDEBUG',
      ...roomy,
      ...common,
    ],
    kernel: ['-O2', ...strictFloat, ...kernel],
    harness: ['-O2', ...strictFloat],
    link: ['-nostartfiles', '-L/usr/lib/wasm32-wasi', '-Wl,--no-entry', '-Wl,-z,stack-size=262144'],
    libraries: [],
    artifact: 'goldvec.wasm',
    observesOverflow: observes,
    isDefault: true,
  };
}

const wasms: readonly Target[] = [
  wasm('wasm', { summary: 'portable C as WebAssembly in a worker thread' }),
  wasm('wasm:simd', {
    summary: 'portable C as WebAssembly with simd128, narrow products packed',
    words: 'simd128',
    common: vectors,
    kernel: ['-msimd128'],
  }),
  wasm('wasm:ubsan', {
    summary: 'portable C as WebAssembly, overflows counted',
    words: 'ubsan',
    kernel: counting,
    observes: true,
  }),
];

interface Board {
  readonly machine: string;
  readonly core: string;
  readonly cpu: readonly string[];
  /** address and size of the memory for data, in the linker script's words */
  readonly ram?: readonly string[];
}

/** The kernels of a board with their overflows counted. */
function board(b: Board, variant = '', kernel: readonly string[] = []): Target {
  const cpu = ['-mthumb', ...b.cpu];
  return {
    id: `qemu:${b.machine}${variant}`,
    summary: `portable C on an emulated ${b.core}, overflows counted`,
    port: 'mps2',
    cc: 'arm-none-eabi-gcc',
    label: `${b.core} -O2 ubsan${variant}`,
    common: [...cpu, '--specs=nano.specs', '-DNDEBUG', '-ffunction-sections', '-fdata-sections'],
    kernel: ['-O2', ...strictFloat, ...counting, ...quietGcc, ...kernel],
    harness: ['-O2', ...strictFloat],
    link: [...cpu, '--specs=nano.specs', '-nostartfiles', '-Wl,--gc-sections', ...(b.ram ?? [])],
    libraries: ['-lm'],
    artifact: 'goldvec.elf',
    observesOverflow: true,
    startup: 'mps2',
    machine: b.machine,
    isDefault: variant === '',
  };
}

/** The kernels of a board as a product has them: not instrumented, with its dual multiply-accumulate. */
function productBoard(b: Board): Target {
  const counted = board(b);
  return {
    ...counted,
    id: `qemu:${b.machine}-dsp`,
    summary: `portable C on an emulated ${b.core}, narrow products packed`,
    label: `${b.core} -O2`,
    common: [...counted.common, ...packedProducts],
    kernel: ['-O2', ...strictFloat, ...quietGcc],
    observesOverflow: false,
  };
}

const boards: Readonly<Record<string, Board>> = {
  m3: { machine: 'mps2-an385', core: 'Cortex-M3', cpu: ['-mcpu=cortex-m3'] },
  m4: {
    machine: 'mps2-an386',
    core: 'Cortex-M4F',
    cpu: ['-mcpu=cortex-m4', '-mfloat-abi=hard', '-mfpu=fpv4-sp-d16'],
  },
  m7: {
    machine: 'mps2-an500',
    core: 'Cortex-M7',
    cpu: ['-mcpu=cortex-m7', '-mfloat-abi=hard', '-mfpu=fpv5-d16'],
  },
  m55: {
    machine: 'mps3-an547',
    core: 'Cortex-M55',
    // the vector unit always flushes subnormals, so only the scalar one is used
    cpu: ['-mcpu=cortex-m55+nomve', '-mfloat-abi=hard'],
    ram: ['-Wl,--defsym=gv_ram_origin=0x21000000', '-Wl,--defsym=gv_ram_length=0x200000'],
  },
};

/** Kernels as a product has them, with the instructions of a training counted: goldvec cost. */
function costBoard(name: string, b: Board): Target {
  const product = productBoard(b);
  const hasDualProducts = name !== 'm3';
  return {
    ...product,
    id: `cost:${name}`,
    summary: `counts the instructions of a training on an emulated ${b.core}, no backend: goldvec cost`,
    port: 'cost',
    // as a product is compiled: texts of many shims in one object would be laid out otherwise
    compilesApart: true,
    common: [...board(b).common, '-DGV_COST', ...(hasDualProducts ? packedProducts : [])],
    isDefault: false,
  };
}

/** The jobs of `goldvec bench instructions` with the instructions of each counted, packed or by plain loops. */
function countBoard(name: string, b: Board, isPacked: boolean): Target {
  return {
    ...productBoard(b),
    id: `count:${name}${isPacked ? '-packed' : ''}`,
    summary: `counts the instructions of kernels on an emulated ${b.core}, no backend: goldvec bench instructions`,
    port: 'count',
    compilesApart: true,
    common: [...board(b).common, ...(isPacked ? packedProducts : [])],
    isDefault: false,
  };
}

/** The template of a port, as it stands: an MPS2 board over its UART instead of semihosting. */
const templateBoard: Target = {
  ...board(boards.m4!),
  id: 'template',
  summary: 'the template of a port, for the tests',
  port: 'template',
  label: 'Cortex-M4F -O2 ubsan, UART',
  isDefault: false,
};

/**
 * The libFuzzer target: the harness with every kernel, watched by the address and undefined sanitizers. Overflow
 * is what the suite itself counts, and is left out.
 */
const watching = [...aborting, '-fno-sanitize=signed-integer-overflow'];

const fuzzer: Target = {
  ...native('clang', 'fuzz', {
    optimise: '-O1',
    kernel: [...watching, '-fsanitize=fuzzer-no-link'],
    harness: [...watching, '-fsanitize=fuzzer-no-link'],
    link: [...watching, '-fsanitize=fuzzer'],
    isDefault: false,
    summary: 'a libFuzzer program over the harness, no backend: npm run fuzz:c',
  }),
  id: 'fuzz',
  port: 'fuzz',
};

/** Programs of `goldvec bench kernels`, no backends: the plain kernels, and those that pack narrow products. */
const benches: readonly Target[] = ['O2', 'O3'].flatMap((level) =>
  [[], packedProducts].map(
    (common): Target => ({
      ...native('gcc', level, {
        optimise: `-${level}`,
        common,
        kernel: quietGcc,
        isDefault: false,
        summary: 'times kernels, no backend: goldvec bench kernels',
      }),
      id: `bench:${level}${common.length === 0 ? '' : '-packed'}`,
      port: 'bench',
    }),
  ),
);

export const targets: readonly Target[] = [
  fuzzer,
  ...benches,
  ...natives('gcc'),
  ...natives('clang'),
  ...wasms,
  board(boards.m3!),
  board(boards.m4!),
  board(boards.m7!),
  board(boards.m55!),
  productBoard(boards.m4!),
  board(boards.m4!, '-fma', ['-ffp-contract=fast']),
  templateBoard,
  ...Object.entries(boards).map(([name, b]) => costBoard(name, b)),
  ...Object.entries(boards).flatMap(([name, b]) =>
    [false, true].map((isPacked) => countBoard(name, b, isPacked)),
  ),
];

export function findTarget(id: string): Target | undefined {
  return targets.find((t) => t.id === id);
}

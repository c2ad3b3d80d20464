/**
 * WebAssembly put together by hand: an instruction is a function of the code of its operands, so that a kernel reads
 * as nested expressions. What a function returns, if anything, is what its last expression leaves.
 */

/** Bytes of instructions. */
export type Code = readonly number[];

export const types = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const;
export type Type = keyof typeof types;

/** Names of parameters and locals with their types, in order. */
export type Names = Readonly<Record<string, Type>>;

/** A signed integer as LEB128. */
function signed(value: number): Code {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7) {
    const [low, isLast] = [rest & 0x7f, rest >= -0x40 && rest < 0x40];
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

/** An unsigned integer as LEB128. */
function unsigned(value: number): Code {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}

const plain =
  (opcode: number) =>
  (...operands: readonly Code[]): Code => [...operands.flat(), opcode];

const vector =
  (opcode: number, ...immediates: number[]) =>
  (...operands: readonly Code[]): Code => [
    ...operands.flat(),
    0xfd,
    ...unsigned(opcode),
    ...immediates,
  ];

/** Alignment and offset of an access: nothing is known of either. */
const anywhere = [0, 0] as const;

const laneBytes = (lane: number): number[] => [0, 1, 2, 3].map((byte) => 4 * lane + byte);

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  load: (at: Code): Code => [...at, 0x28, ...anywhere],
  store: (at: Code, value: Code): Code => [...at, ...value, 0x36, ...anywhere],
  equal: plain(0x46),
  less: plain(0x48),
  greater: plain(0x4a),
  add: plain(0x6a),
  and: plain(0x71),
  shiftLeft: plain(0x74),
};

export const v128 = {
  load: vector(0, ...anywhere),
  store: vector(11, ...anywhere),
  zero: vector(12, ...new Array<number>(16).fill(0))(),
  and: vector(78),
  or: vector(80),
  /** Lanes 0 to 3 are of the first operand, 4 to 7 of the second. */
  shuffle: (lanes: readonly number[], a: Code, b: Code): Code =>
    vector(13, ...lanes.flatMap(laneBytes))(a, b),
};

export const i32x4 = {
  constant: (lanes: readonly number[]): Code =>
    vector(12, ...lanes.flatMap((v) => [v & 255, (v >> 8) & 255, (v >> 16) & 255, v >>> 24]))(),
  splat: vector(17),
  lane: (lane: number, of: Code): Code => vector(27, lane)(of),
  less: vector(57),
  greater: vector(59),
  absolute: vector(160),
  add: vector(174),
  multiply: vector(181),
  least: vector(182),
  largest: vector(184),
  /** Of unsigned lanes. */
  largestMagnitude: vector(185),
  /** Of floats that int32 holds, towards zero. */
  truncated: vector(248),
};

export const f32x4 = {
  splat: vector(19),
  add: vector(228),
  multiply: vector(230),
  /** Of int32 lanes. */
  converted: vector(250),
};

/** Does something as often as the condition, asked afterwards, holds; at least once. */
export const repeat = (body: readonly Code[], condition: Code): Code => [
  ...[0x03, 0x40],
  ...body.flat(),
  ...condition,
  ...[0x0d, 0, 0x0b],
];

/** Does something if the condition holds. */
export const when = (
  condition: Code,
  body: readonly Code[],
  otherwise: readonly Code[] = [],
): Code => [
  ...condition,
  ...[0x04, 0x40],
  ...body.flat(),
  ...(otherwise.length > 0 ? [0x05, ...otherwise.flat()] : []),
  0x0b,
];

/** Reading and writing of the variables of a function. */
export interface Variables<Name extends string> {
  readonly get: (name: Name) => Code;
  readonly set: (name: Name, value: Code) => Code;
}

export interface Func {
  readonly parameters: readonly number[];
  readonly results: readonly number[];
  readonly locals: readonly number[];
  readonly code: Code;
}

/** A function of parameters and locals that are called by their names. */
export function func<P extends Names, L extends Names>(
  parameters: P,
  locals: L,
  body: (variables: Variables<Extract<keyof P | keyof L, string>>) => readonly Code[],
  results: readonly Type[] = [],
): Func {
  const names = [...Object.keys(parameters), ...Object.keys(locals)];
  const index = (name: string): Code => unsigned(names.indexOf(name));
  const code = body({
    get: (name) => [0x20, ...index(name)],
    set: (name, value) => [...value, 0x21, ...index(name)],
  });
  const bytesOf = (all: readonly Type[]): number[] => all.map((type) => types[type]);
  return {
    parameters: bytesOf(Object.values(parameters)),
    results: bytesOf(results),
    locals: bytesOf(Object.values(locals)),
    code: code.flat(),
  };
}

const counted = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const section = (id: number, items: readonly Code[]): Code => [id, ...sized(counted(items))];
const text = (value: string): Code => sized([...Buffer.from(value)]);

/** A module of functions over a memory of so many pages, which it imports as `env.memory`. */
export function moduleOf(
  functions: Readonly<Record<string, Func>>,
  pages: number,
): Uint8Array<ArrayBuffer> {
  const all = Object.values(functions);
  const bytes = (code: Code): Code[] => code.map((byte) => [byte]);
  const limits = [1, ...unsigned(pages), ...unsigned(pages)];
  return Uint8Array.of(
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      all.map(({ parameters, results }) => [
        0x60,
        ...counted(bytes(parameters)),
        ...counted(bytes(results)),
      ]),
    ),
    ...section(2, [[...text('env'), ...text('memory'), 2, ...limits]]),
    ...section(
      3,
      all.map((_, i) => unsigned(i)),
    ),
    ...section(
      7,
      Object.keys(functions).map((name, i) => [...text(name), 0, ...unsigned(i)]),
    ),
    ...section(
      10,
      all.map(({ locals, code }) =>
        sized([...counted(locals.map((type) => [1, type])), ...code, 0x0b]),
      ),
    ),
  );
}

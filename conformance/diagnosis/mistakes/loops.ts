/**
 * Mistakes in a loop over terms, whatever is summed in it: which term each operand is read at. Made for every kind of
 * loop by `loop_places.ts`.
 */

/** Which term the first and the second operand are read at in step `i` of `n`; undefined where the step is left out. */
export type Steps = (i: number, n: number) => readonly [number, number] | undefined;

export interface LoopMistake {
  readonly id: string;
  /** what happens to the terms, after "of the terms of a sum" */
  readonly words: string;
  readonly fix: string;
  readonly of: Steps;
  readonly prior?: number;
  /** whether what a sum begins with, such as its bias, is lost where terms are */
  readonly losesStart?: boolean;
  /** whether both operands are read at the same term, so that one is enough to make it */
  readonly isAlike: boolean;
}

const unrolls = [2, 4, 8, 16, 32] as const;

const drop = (
  id: string,
  words: string,
  keeps: (i: number, n: number) => boolean,
  fix = 'run over all terms',
): LoopMistake => ({
  id,
  words,
  fix,
  of: (i, n) => (keeps(i, n) ? [i, i] : undefined),
  isAlike: true,
});

const read = (id: string, words: string, fix: string, of: Steps): LoopMistake => ({
  id,
  words,
  fix,
  of,
  isAlike: false,
});

const readBoth = (
  id: string,
  words: string,
  fix: string,
  of: (i: number, n: number) => number,
): LoopMistake => ({
  id,
  words,
  fix,
  of: (i, n) => [of(i, n), of(i, n)],
  isAlike: true,
});

const whole = (n: number, unroll: number): number => n - (n % unroll);
const firstOf = (i: number, unroll: number): number => i - (i % unroll);

const loopOf = (u: number): string => `an unrolled loop (by ${u})`;

/** Loops that take several terms at a time, and leave out what is left over. */
const tails = (u: number): LoopMistake[] => {
  const loop = loopOf(u);
  return [
    drop(
      `tail_of_${u}`,
      `the last n mod ${u} are left out: ${loop} without its tail`,
      (i, n) => i < whole(n, u),
      'run over the remaining terms after the unrolled loop',
    ),
    drop(
      `tail_of_${u}_when_longer`,
      `the last n mod ${u} are left out where there are more than ${u}: ${loop} without its tail`,
      (i, n) => n < u || i < whole(n, u),
      'run over the remaining terms after the unrolled loop',
    ),
    drop(
      `tail_only_first_of_${u}`,
      `of the last n mod ${u} only the first counts: ${loop} with a tail of one step`,
      (i, n) => i <= whole(n, u),
      'run over all remaining terms after the unrolled loop',
    ),
    drop(
      `tail_of_${u}_beyond_half`,
      `of the last n mod ${u} those beyond the first ${u / 2} are left out: ${loop} of which the tail takes ${u / 2} at most`,
      (i, n) => i < whole(n, u) + u / 2,
      'run over all remaining terms after the unrolled loop',
    ),
    drop(
      `tail_of_${u}_beyond_blocks_of_half`,
      `the last n mod ${u / 2} are left out where n mod ${u} is above ${u / 2}: ${loop}, then by ${u / 2}, without the tail of single steps`,
      (i, n) => i < whole(n, u) || n % u < u / 2 || i < whole(n, u / 2),
      'run over all remaining terms after the unrolled loop',
    ),
    drop(
      `one_of_${u}`,
      `only the first of every ${u} counts: the loop steps by ${u}`,
      (i) => i % u === 0,
      'step by one term',
    ),
    drop(`first_${u}`, `only the first ${u} count`, (i) => i < u, 'run over all terms'),
    {
      ...drop(
        `last_block_of_${u}`,
        `only those since the last multiple of ${u} count: the sum is cleared inside the loop, for every block of ${u}`,
        (i, n) => i >= firstOf(n - 1, u),
        'clear the sum once, before the loop over all terms',
      ),
      losesStart: true,
    },
  ];
};

/** Unrolled loops in which an index stays where its block begins. */
const stalls = (u: number): LoopMistake[] => {
  const loop = loopOf(u);
  const advance = 'advance the index within the unrolled block';
  // the tail is a loop of its own, which may be right
  const inBlocks = (i: number, n: number): number => (i < whole(n, u) ? firstOf(i, u) : i);
  return [
    read(
      `second_stalls_in_${u}`,
      `the second operand stays at the first of its block: its index is not advanced inside ${loop}, the tail is right`,
      advance,
      (i, n) => [i, inBlocks(i, n)],
    ),
    read(
      `first_stalls_in_${u}`,
      `the first operand stays at the first of its block: its index is not advanced inside ${loop}, the tail is right`,
      advance,
      (i, n) => [inBlocks(i, n), i],
    ),
    readBoth(
      `both_stall_in_${u}`,
      `the first of every block counts ${u} times: no index is advanced inside ${loop}, the tail is right`,
      advance,
      inBlocks,
    ),
    readBoth(
      `both_stall_in_every_${u}`,
      `the first of every ${u} counts for all of them: no index is advanced inside ${loop}`,
      advance,
      (i) => firstOf(i, u),
    ),
    read(
      `second_stalls_in_every_${u}`,
      `the second operand stays at every ${u}th: its index is not advanced inside ${loop}`,
      advance,
      (i) => [i, firstOf(i, u)],
    ),
    read(
      `first_stalls_in_every_${u}`,
      `the first operand stays at every ${u}th: its index is not advanced inside ${loop}`,
      advance,
      (i) => [firstOf(i, u), i],
    ),
  ];
};

/** Unrolled loops in which an index begins anew. */
const restarts = (u: number): LoopMistake[] => {
  const loop = loopOf(u);
  return [
    read(
      `second_of_first_${u}`,
      `the second operand starts anew in every block of ${u}: the offset of the block is missing in ${loop}`,
      'add the offset of the block',
      (i) => [i, i % u],
    ),
    read(
      `first_of_first_${u}`,
      `the first operand starts anew in every block of ${u}: the offset of the block is missing in ${loop}`,
      'add the offset of the block',
      (i) => [i % u, i],
    ),
    readBoth(
      `both_of_first_${u}`,
      `every block of ${u} is the first one again: the offset of the block is missing in ${loop}`,
      'add the offset of the block',
      (i) => i % u,
    ),
    readBoth(
      `tail_of_${u}_from_start`,
      `the last n mod ${u} are taken from the start: the tail of ${loop} begins at 0`,
      'begin the tail where the unrolled loop ended',
      (i, n) => (i < whole(n, u) ? i : i % u),
    ),
    read(
      `second_tail_of_${u}_from_start`,
      `the last n mod ${u} of the second operand are taken from the start: its tail of ${loop} begins at 0`,
      'begin the tail where the unrolled loop ended',
      (i, n) => (i < whole(n, u) ? [i, i] : [i, i % u]),
    ),
  ];
};

const bounds: readonly LoopMistake[] = [
  { ...drop('without_any', 'none is added', () => false), prior: -1 },
  drop('without_first', 'the first is left out: the loop starts at 1', (i) => i > 0),
  drop('without_last', 'the last is left out: the loop ends one early', (i, n) => i < n - 1),
  drop('first_only', 'only the first counts (there is no loop over them)', (i) => i === 0),
  drop('last_only', 'only the last counts', (i, n) => i === n - 1),
  drop('first_half', 'only the first half counts', (i, n) => i < Math.floor(n / 2)),
  ...[127, 128, 255, 256].map((limit) =>
    drop(
      `at_most_${limit}`,
      `only the first ${limit} count: the counter is 8 bits wide`,
      (i) => i < limit,
    ),
  ),
];

const readings: readonly LoopMistake[] = [
  read(
    'second_reversed',
    'the second operand is read from its end',
    'read both in the same order',
    (i, n) => [i, n - 1 - i],
  ),
  read(
    'second_fixed',
    'the second operand is always that of the first term',
    'advance the second operand',
    (i) => [i, 0],
  ),
  read(
    'first_fixed',
    'the first operand is always that of the first term',
    'advance the first operand',
    (i) => [0, i],
  ),
  read(
    'second_ahead',
    'the second operand is one term ahead, the last one again',
    'start both at the same term',
    (i, n) => [i, Math.min(i + 1, n - 1)],
  ),
  read(
    'second_behind',
    'the second operand is one term behind, the first one twice',
    'start both at the same term',
    (i) => [i, Math.max(i - 1, 0)],
  ),
];

/** Where no loop is as long as its block, an unrolled loop does what a plainer mistake does, which is told then. */
const lessPlain = (m: LoopMistake): LoopMistake => ({ ...m, prior: (m.prior ?? 0) + 1 });

export const loopMistakes: readonly LoopMistake[] = [
  ...bounds,
  ...unrolls.flatMap((u) => [...tails(u), ...stalls(u), ...restarts(u)]).map(lessPlain),
  ...readings,
];

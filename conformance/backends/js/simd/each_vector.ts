/** The loop over whole vectors of some arrays. */

import { type Code, i32, repeat, type Variables } from './assembler.ts';

const vectorBytes = 16;

/** Does the same with the vectors at all addresses, which move on, until the variable `vectors`, at least 1, is 0. */
export function eachVector<Name extends string>(
  { get, set }: Variables<Name | 'vectors'>,
  addresses: readonly Name[],
  body: readonly Code[],
): Code {
  return repeat(
    [
      ...body,
      ...addresses.map((name) => set(name, i32.add(get(name), i32.constant(vectorBytes)))),
      set('vectors', i32.add(get('vectors'), i32.constant(-1))),
    ],
    get('vectors'),
  );
}

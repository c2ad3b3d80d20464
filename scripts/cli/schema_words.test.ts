/** Words that stand both in a schema and in the code are the same words. */

import { expect, it } from 'vitest';
import { differenceKinds, skipReasons, verdicts } from '../../conformance/core/events.ts';
import { newOverflowLog } from '../../reference/num/overflow.ts';
import { dtypes, roundings } from '../../reference/tensor.ts';
import common from '../../schema/common.schema.json' with { type: 'json' };
import event from '../../schema/event.schema.json' with { type: 'json' };
import { overflowKinds } from '../../schema/format/types.ts';
import vector from '../../schema/vector.schema.json' with { type: 'json' };

const sorted = (words: readonly string[]): string[] => [...words].sort();

const rows: ReadonlyArray<[string, readonly string[], readonly string[]]> = [
  ['dtype', common.$defs.dtype.enum, dtypes],
  ['rounding', common.$defs.rounding.enum, roundings],
  ['overflow kinds', Object.keys(vector.$defs.overflow.properties), overflowKinds],
  ['overflow kinds of the reference', Object.keys(newOverflowLog()), overflowKinds],
  ['verdicts', event.$defs.verdict.enum, verdicts],
  ['skip reasons', event.$defs.caseEnd.properties.reason.enum, skipReasons],
  ['difference kinds', event.$defs.difference.properties.kind.enum, differenceKinds],
];

it.each(rows)('%s', (_name, inSchema, inCode) => {
  expect(sorted(inSchema)).toEqual(sorted(inCode));
});

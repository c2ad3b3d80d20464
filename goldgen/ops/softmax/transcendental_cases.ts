/** Arguments of exp and log: specials, ends of the domain, hard ones, random ones. */

import { float32FromBits } from '../../../reference/num/float32.ts';
import type { HardArgument } from '../../../reference/num/hard_arguments.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { type CaseSet, chunks, newCase, seeded } from '../../kit/cases.ts';
import { libmNotes, markLibm } from '../../kit/libm.ts';
import { float32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { target } from '../../kit/tensors.ts';
import type { CaseGen, CaseInput, OpDef, RecordNote } from '../../op.ts';

export interface TranscendentalTable {
  readonly run: OpDef['run'];
  readonly specials: string;
  readonly edges: string;
  readonly hard: readonly HardArgument[];
  /** one random argument */
  readonly draw: (r: Random) => number;
}

function vector(
  g: CaseGen,
  { run }: TranscendentalTable,
  set: CaseSet,
  flag: string,
  x: Tensor,
): CaseInput {
  const input = newCase(set, flag, { x, y: target('FLOAT32', x.shape) });
  return markLibm({ run }, g.contract.id, input);
}

/** All cases of one function, several arguments in each. */
export function* transcendentalCases(g: CaseGen, table: TranscendentalTable): Iterable<CaseInput> {
  yield vector(g, table, 'directed', 'specials', float32Of(table.specials));
  yield vector(g, table, 'boundary', 'edges', float32Of(table.edges));
  for (const part of chunks(table.hard, 20)) {
    const x = float32Of(part.map(({ argument }) => float32FromBits(argument)));
    yield vector(g, table, 'directed', 'hard', x);
  }
  for (const r of seeded(g, 'random', 16)) {
    const x = float32Of(Array.from({ length: 24 }, () => table.draw(r)));
    yield vector(g, table, 'random', 'mixture', x);
  }
}

export function transcendentalNotes(name: string): Readonly<Record<string, RecordNote>> {
  return {
    ...libmNotes,
    specials: {
      bug: `infinite, NaN or zero arguments of ${name} sent through the approximation, or exact values rounded`,
      effect: 'losses and probabilities turn NaN where they are finite, or hide a NaN',
      clause: 'libm',
    },
    edges: {
      bug: 'overflow, underflow or subnormals flushed or off',
      effect: 'infinite or vanishing powers',
      clause: 'libm',
    },
    hard: {
      bug: 'an approximation rounded twice, or not good enough next to a rounding boundary',
      effect: 'last bits that differ between platforms',
      clause: 'libm',
    },
    mixture: {
      bug: 'float arithmetic or a platform library inside',
      effect: 'last bits that differ between platforms',
      clause: 'libm',
    },
  };
}

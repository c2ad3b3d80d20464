/** Arithmetic that ends: a mistake may never draw what ends a loop, or take a length that is infinite. */

import { type ContractId, contracts } from '../../../reference/contracts.ts';
import { generatorOf, type Mutant } from '../../../reference/mutants/mutant.ts';
import { type Float32Ops, strictFloat32 } from '../../../reference/num/float32.ts';
import { newOverflowLog } from '../../../reference/num/overflow.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

type Operation = (a: number, b: number, c: number, d: number) => number;

/** What the replay that runs may still do. There is one at a time, and tables of its own for each took longer than most. */
let left = 0;

function spend(count = 1): void {
  left -= count;
  if (left < 0) throw new RangeError('a mistake without an end');
}

function countedFloats(f: Float32Ops): Float32Ops {
  const counted: Record<string, Operation> = {};
  for (const [name, operation] of Object.entries(f as unknown as Record<string, Operation>)) {
    counted[name] = (a, b, c, d) => {
      spend();
      return operation(a, b, c, d);
    };
  }
  return counted as unknown as Float32Ops;
}

type Counted = Pick<Primitives, 'newAccumulators' | 'readField' | 'writeField'>;

/** The same steps, which count: the terms of an integer sum, the bits of packed codes. */
function countedSteps({ newAccumulators, readField, writeField }: Counted): Counted {
  return {
    newAccumulators: (n, size) => {
      const inner = newAccumulators(n, size);
      const add = (index: number, term: number): void => {
        spend();
        inner.add(index, term);
      };
      return { ...inner, add };
    },
    // an extent that is taken for the number of codes gives a tensor that takes seconds
    readField: (n, bytes, at, bits) => {
      spend(bits);
      return readField(n, bytes, at, bits);
    },
    writeField: (n, bytes, at, bits, value) => {
      spend(bits);
      writeField(n, bytes, at, bits, value);
    },
  };
}

const plainFloats = countedFloats(strictFloat32);
const plainTable: Primitives = { ...primitives, ...countedSteps(primitives) };

function tableOf({ fn }: Mutant): Primitives {
  if (fn === undefined) return plainTable;
  const table = { ...plainTable, ...fn };
  const isCounted = fn.newAccumulators ?? fn.readField ?? fn.writeField;
  return isCounted === undefined ? table : { ...table, ...countedSteps({ ...primitives, ...fn }) };
}

/** The state of the generator, each use of which counts. */
class CountedGenerator {
  private readonly inner: Numerics['rng'];

  constructor(inner: Numerics['rng']) {
    this.inner = inner;
  }

  get state(): number {
    spend();
    return this.inner.state;
  }

  set state(value: number) {
    spend();
    this.inner.state = value;
  }
}

const right: Mutant = { id: '', clause: '', bug: '', fix: '' };

/**
 * Numerics under the contract with the deviations of a mutant, in which no more than `most` float operations, terms of an
 * integer sum, bits of packed codes, and reads and writes of the generator are made. Errors: RangeError by the one after
 * them. Those that were made before end with it.
 */
export function boundedNumerics(
  contract: ContractId,
  rngState: number,
  most: number,
  mutant: Mutant = right,
): Numerics {
  left = most;
  const { f, contract: choices } = mutant;
  return {
    contract: choices === undefined ? contracts[contract] : { ...contracts[contract], ...choices },
    fn: tableOf(mutant),
    f: f === undefined ? plainFloats : countedFloats({ ...strictFloat32, ...f }),
    rng: new CountedGenerator(generatorOf([mutant], rngState)),
    overflow: newOverflowLog(),
  };
}

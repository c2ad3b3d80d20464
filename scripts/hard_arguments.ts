/**
 * `npx tsx scripts/hard_arguments.ts`: searches every float32 argument of exp and log (about two minutes) and
 * prints the tables of `reference/num/hard_arguments.ts`.
 */

import { approximationError } from '../reference/num/approximate.ts';
import { hardExpArguments, hardLogArguments } from '../reference/num/boundary_scan.ts';
import { exp32, log32 } from '../reference/num/exp_log.ts';
import { float32FromBits, float32ToBits } from '../reference/num/float32.ts';
import { newNumerics } from '../reference/primitives.ts';

const n = newNumerics('sym-2026-07-21');
const hex = (bits: number): string => bits.toString(16).padStart(8, '0');

function print(name: string, found: readonly number[], f: typeof exp32): void {
  console.log(`${name}: ${found.length} arguments`);
  for (const bits of found) {
    console.log(`  ${hex(bits)}:${hex(float32ToBits(f(n, float32FromBits(bits))))}`);
  }
}

print('exp', hardExpArguments(approximationError), exp32);
print('log', hardLogArguments(approximationError), log32);

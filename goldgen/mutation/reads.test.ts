/** A run is taken over between contracts only where what it read is alike. */

import { describe, expect, it } from 'vitest';
import { contracts } from '../../reference/contracts.ts';
import { mutants } from '../../reference/mutants/index.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { findOp } from '../registry.ts';
import { killMatrix } from './kill.ts';
import { agrees, watchedContract } from './reads.ts';

const june = contracts['sym-2026-06-11'];
const july = contracts['sym-2026-07-21'];

describe('a watched contract', () => {
  it('reads like the contract and notes what is read', () => {
    const { watched, reads } = watchedContract(june);
    expect(reads()).toEqual([]);
    expect([watched.requant, watched.momentumBits]).toEqual([june.requant, june.momentumBits]);
    expect(reads()).toEqual([
      ['requant', 'divide'],
      ['momentumBits', 16],
    ]);
    expect(watchedContract(june).reads()).toEqual([]);
  });

  it('has been read as a whole by a copy', () => {
    const { watched, reads } = watchedContract(june);
    expect({ ...watched }).toEqual(june);
    expect(reads()).toHaveLength(Object.keys(june).length);
    expect(agrees(reads(), july)).toBe(false);
  });
});

describe('agrees', () => {
  it('looks at what was read alone', () => {
    expect(agrees([['gradientBitsMax', 16]], july)).toBe(true);
    expect(agrees([['requant', 'divide']], july)).toBe(false);
    expect(agrees([], july)).toBe(true);
  });
});

describe('what is taken over', () => {
  it.each(['requant_fixed', 'sgd_step'])('is what a run finds: %s', (name) => {
    const op = findOp(name)!;
    const files = readVectors('vectors', (entry) => entry.op === name);
    const memory = new Map();
    expect(files.length).toBeGreaterThan(1);
    for (const file of files) {
      const taken = killMatrix(op, file, mutants, memory);
      expect(taken).toEqual(killMatrix(op, file, mutants));
    }
  });
});

/** Kernels over several values at a time, where the engine has vector instructions. */

import { Instance, Module, validate } from '../../webassembly.ts';
import { addressOf, workspaceMemory, workspacePages } from '../workspace.ts';
import { moduleOf } from './assembler.ts';
import { copyGrid } from './copies.ts';
import { addDecoded, rectify, rectifyGradient } from './elements.ts';
import { addProducts } from './products.ts';
import { magnitude, requant } from './requant.ts';

/** Arrays are given by their addresses; the parameters stand beside the code. */
interface VectorKernels {
  readonly addProducts: (
    a: number,
    rows: number,
    aStep: number,
    b: number,
    columns: number,
    bStep: number,
    terms: number,
    to: number,
    rowStep: number,
    columnStep: number,
  ) => void;
  readonly copyGrid: (
    from: number,
    fromRow: number,
    fromStep: number,
    to: number,
    toRow: number,
    toStep: number,
    rows: number,
    count: number,
  ) => void;
  readonly magnitude: (q: number, vectors: number) => number;
  readonly requant: (
    q: number,
    vectors: number,
    ratio: number,
    low: number,
    high: number,
    codes: number,
  ) => void;
  readonly addDecoded: (floats: number, q: number, scale: number, vectors: number) => void;
  readonly rectify: (from: number, to: number, vectors: number) => void;
  readonly rectifyGradient: (at: number, from: number, to: number, vectors: number) => void;
}

const functions = {
  addProducts,
  copyGrid,
  magnitude,
  requant,
  addDecoded,
  rectify,
  rectifyGradient,
};

function instantiate(): VectorKernels | undefined {
  const bytes = moduleOf(functions, workspacePages);
  if (!validate(bytes)) return undefined;
  const { exports } = new Instance(new Module(bytes), { env: { memory: workspaceMemory } });
  return exports as VectorKernels;
}

/** `undefined` where the engine has none. */
export const vectorKernels = instantiate();

/** Whole vectors in arrays of one length; none where one of them has no address, or the engine no vectors. */
export function vectorsIn(...arrays: readonly (Int32Array | Float32Array)[]): number {
  const areReachable = arrays.every((array) => addressOf(array) !== undefined);
  return vectorKernels !== undefined && areReachable ? arrays[0]!.length >> 2 : 0;
}

/** Elements of so many vectors. */
export const lanesOf = (vectors: number): number => vectors << 2;

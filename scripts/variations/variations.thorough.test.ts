/**
 * Every op under every variation of a choice that it reads: the JavaScript kernels, and C kernels built with the table of
 * variations.
 */

import { vectorsDir } from '../cli/paths.ts';
import { testKernels } from './kernel_tests.ts';
import { readersOf, sampledCases } from './variations.ts';

const readersIn = readersOf(vectorsDir);

await testKernels(({ base, choice, contract }) =>
  readersIn(base, choice).flatMap((op) => sampledCases(op, contract, op.isModel === true ? 3 : 40)),
);

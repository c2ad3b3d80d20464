/** Every op under every variation, of a choice that it reads or not: as `variations.thorough.test.ts`. */

import { contractsOf } from '../../goldgen/op.ts';
import { ops } from '../../goldgen/registry.ts';
import { testKernels } from './kernel_tests.ts';
import { sampledCases } from './variations.ts';

await testKernels(({ base, contract }) =>
  ops
    .filter((op) => contractsOf(op).includes(base))
    .flatMap((op) => sampledCases(op, contract, 40)),
);

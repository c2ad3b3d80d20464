/**
 * How many small frames a backend answers per second: `npx tsx scripts/bench/frames.ts [backend …]`.
 * A figure to look at on an idle machine, not a test.
 */

import { factoriesNamed } from '../../conformance/backends/index.ts';
import { defaultContractId } from '../../reference/contracts.ts';
import { int32Bytes } from '../../schema/format/tensor.ts';
import type { RunRequest } from '../../schema/format/types.ts';

const frames = 2000;

const request: RunRequest = {
  verb: 'run',
  seq: 0,
  contract: defaultContractId,
  op: 'requant_dynamic',
  params: {},
  inputs: {
    x: {
      dtype: 'SYM_INT32',
      shape: [8],
      scale_bits: 0x3dcccccd,
      bits: 12,
      rounding: 'HALF_AWAY',
      data: int32Bytes(Int32Array.of(2054, 1027, -3, 0, 99, -2000, 512, 7)),
    },
  },
  targets: {
    y: { dtype: 'SYM_INT32', shape: [8], scale_bits: 0x3f800000, bits: 12, rounding: 'HALF_AWAY' },
  },
  rng: 1,
};

const named = process.argv.slice(2);
const wanted = named.length > 0 ? named : ['js', 'native:gcc-O2', 'wasm', 'qemu'];

for (const factory of wanted.flatMap((name) => factoriesNamed(name))) {
  const found = await factory.available();
  if (!found.ok) {
    console.log(`${factory.id}: ${found.hint}`);
    continue;
  }
  const backend = factory.create({ timeoutMs: 30_000 });
  await backend.start();
  const before = performance.now();
  for (let seq = 1; seq <= frames; seq++) await backend.run({ ...request, seq });
  const seconds = (performance.now() - before) / 1000;
  await backend.stop();
  const rate = Math.round(frames / seconds);
  console.log(`${factory.id}: ${frames} frames in ${seconds.toFixed(2)} s, ${rate} per second`);
}

/** Goal: one broken C kernel per family is named right; the slow suite runs the whole set. */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patch } from '../../backends/patched.ts';
import { buildRoot } from '../../backends/toolchain/build_folder.ts';
import { loadCorpus } from '../../core/load.ts';
import { newReplayer } from '../replay/replayer.ts';
import { brokenKernels } from './index.ts';
import { diagnoseBroken } from './run_broken.ts';

const quick = [
  'ties_to_even',
  'signed_shift',
  'symmetric_clamp',
  'no_sign_extension',
  'affine_levels',
  'bias_not_rescaled',
  'flipped_kernel',
  'dropout_without_scaling',
  'epsilon_outside',
  'softmax_without_maximum',
  'fixed_accumulation_half_away',
  'epsilon_inside',
];

describe('the broken kernels', () => {
  it('every patch applies, every identity is used once', () => {
    for (const { file, from, to } of brokenKernels) patch(`kernels/${file}`, from, to);
    expect(new Set(brokenKernels.map(({ id }) => id)).size).toBe(brokenKernels.length);
  });

  const chosen = brokenKernels.filter(({ id }) => quick.includes(id));
  const ops = new Set(chosen.flatMap((broken) => broken.ops));
  const { cases } = loadCorpus(join(buildRoot, '..', 'vectors'), ({ op }) => ops.has(op));
  const replayer = newReplayer();

  it.each(chosen)('$id: $mistake', async (broken) => {
    const event = await diagnoseBroken(broken, cases, replayer);
    expect(event?.lines[0]).toMatch(broken.named);
  });
});

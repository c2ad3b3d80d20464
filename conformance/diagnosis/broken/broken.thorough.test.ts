/** Goal: one broken C kernel per family is named right; `npm run diagnosis:score` runs all of them. */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildRoot } from '../../backends/toolchain/build_folder.ts';
import { loadCorpus } from '../../core/load.ts';
import { newReplayer } from '../replay/replayer.ts';
import { entryOf } from './broken_kernel.ts';
import { gradeOf } from './entry.ts';
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
  const chosen = brokenKernels.filter(({ id }) => quick.includes(id));
  const ops = new Set(chosen.flatMap((broken) => broken.ops));
  const { cases } = loadCorpus(join(buildRoot, '..', 'vectors'), ({ op }) => ops.has(op));
  const replayer = newReplayer();

  it.each(chosen)('$id: $mistake', async (broken) => {
    const entry = entryOf(broken);
    const own = cases.filter(({ op }) => broken.ops.includes(op));
    const grade = gradeOf(entry, await diagnoseBroken(entry, own, replayer));
    expect(grade).toMatchObject({ verdict: 'named' });
  });
});

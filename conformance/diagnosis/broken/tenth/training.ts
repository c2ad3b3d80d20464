/** Tenth set of reports that were unseen: optimizers, schedules, epochs and initial weights. */

import type { BugReport } from '../entry.ts';

export const training: readonly BugReport[] = [
  {
    id: 'tenth_12',
    address: 'https://github.com/kelvinxu/arctic-captions/issues/36',
    essence: 'the bias corrections raise 1 − β to the step, not β',
    function: /adamw/,
    mistake:
      /1 ?[−-] ?\( ?1 ?[−-] ?β|\( ?1 ?[−-] ?β\S* ?\) ?(\^|ᵗ|to the)|(power|raised|exponent)\w*.{0,60}1 ?[−-] ?β|1 ?[−-] ?β.{0,40}(power|raised|to the)|correction.{0,80}(1 ?[−-] ?β|complement)|complement|β\S*.{0,40}(exchanged|swapped|confused|taken|mistaken).{0,30}1 ?[−-] ?β|1 ?[−-] ?β\S*.{0,40}(in place of|instead of|where|for) .{0,20}β/i,
    edits: [
      {
        file: 'js/kernels/optimizers.ts',
        from: '    bc2: fround(Math.sqrt(1 - power(beta2, t))),',
        to: '    bc2: fround(Math.sqrt(1 - power(1 - beta2, t))),',
      },
      {
        file: 'js/kernels/optimizers.ts',
        from: '    step: fround(-(lr / (1 - power(beta1, t)))),',
        to: '    step: fround(-(lr / (1 - power(1 - beta1, t)))),',
      },
    ],
  },
  {
    id: 'tenth_14',
    address: 'https://github.com/pytorch/pytorch/issues/11678',
    essence: 'the step of Adam is added to the parameter',
    function: /adamw/,
    mistake:
      /\bsign\b|ascen|add(s|ed|ing)?\b.{0,40}step|step.{0,40}(added|plus|\+)|uphill|opposite|(wrong|other) (way|direction)|negat|climb/i,
    edits: [
      {
        file: 'gv_optimizer.c',
        from: '        .step = (float)(-(lr / bc1)),',
        to: '        .step = (float)(lr / bc1),',
      },
    ],
  },
  {
    id: 'tenth_20',
    address: 'https://github.com/mmp/pbrt-v4/issues/481',
    essence: 'the root of a normal number is taken behind the cosine: half of the numbers are NaN',
    function: /init_normal|normal/,
    mistake:
      /root.{0,80}(cos|direction|angle|product|behind|whole|after|over)|(cos|direction|angle)\w*.{0,60}(under|inside|within|in|before|below) (of )?(the )?root|\bNaN|√ ?\(.{0,60}cos/i,
    edits: [
      {
        file: 'js/kernels/initial_weights.ts',
        from: '  const radius = fround(Math.sqrt(fround(-2 * logf(u1))));',
        to: '  const square = fround(-2 * logf(u1));',
      },
      {
        file: 'js/kernels/initial_weights.ts',
        from: '  return fround(mean + fround(fround(deviation * radius) * direction));',
        to: `  const number = fround(Math.sqrt(fround(square * direction)));
  return fround(mean + fround(deviation * number));`,
      },
    ],
  },
  {
    id: 'tenth_21',
    address: 'https://github.com/FluxML/Flux.jl/issues/684',
    essence: 'the exponential schedule gives its factor for a rate',
    function: /lr_schedule|schedule/,
    mistake:
      /(factor|decay|γ|gamma)\b.{0,60}(itself|alone|only|in place|instead|constant|whatever|returned|is the rate|not (multiplied|raised))|(base|rate|epoch|ticks?|power|exponent)\b.{0,60}(ignored|left out|missing|not used|unused|constant|never|independent)|(ignor|leaves? out|without|missing)\w*.{0,40}(base|epoch|power|exponent|ticks?)|does not (depend|decay|change)|constant/i,
    edits: [
      {
        file: 'js/kernels/optimizers.ts',
        from: "  if (kind === 'EXPONENTIAL') return fround(base * power(factor, e));",
        to: "  if (kind === 'EXPONENTIAL') return fround(factor);",
      },
    ],
  },
  {
    id: 'tenth_27',
    address: 'https://github.com/numaproj/numalogic/issues/53',
    essence: 'the loss of an epoch is that of its last batch',
    function: /epoch_loss/,
    mistake:
      /(last|final|latest) (batch|loss|value|one)|only (the )?(last|one|final)|overwrit|(earlier|previous|other|first) batch|batches.{0,40}(ignored|left out|not (added|summed|averaged))/i,
    edits: [
      {
        file: 'js/kernels/losses.ts',
        from: '      sum = fround(sum + (mean ? fround(total / fround(size)) : total));',
        to: '      sum = mean ? fround(total / fround(size)) : total;',
      },
      {
        file: 'js/kernels/losses.ts',
        from: "    first(call, 'loss')[0] = fround(sum / fround(batches));",
        to: "    first(call, 'loss')[0] = batches > 0 ? sum : Number.NaN;",
      },
    ],
  },
  {
    id: 'tenth_28',
    address: 'https://github.com/jinglescode/time-series-forecasting-pytorch/issues/13',
    essence: 'the mean loss of a batch is divided by the size of the batch once more',
    function: /epoch_loss/,
    mistake:
      /twice|two times|\bagain\b|second (time|division|mean)|once more|size ?²|size ?\^ ?2|squared?\b|doubly|\balready\b.{0,40}mean|mean of (the )?means? of/i,
    edits: [
      {
        file: 'gv_loss.c',
        from: '        sum += mean ? batch / gv_i2f((int32_t)size) : batch;',
        to: '        sum += mean ? batch / gv_i2f((int32_t)size) / gv_i2f((int32_t)size) : batch;',
      },
    ],
  },
  {
    id: 'tenth_29',
    address: 'https://github.com/AMReX-Codes/amrex/pull/5545',
    essence: 'a bounded draw accepts the limit itself, which is one number too many for 0',
    function: /shuffle|draw|rng/,
    mistake:
      /(limit|threshold|cut-?off|multiple)\b.{0,60}(itself|accept|inclu|allowed|not (rejected|drawn again|discarded)|kept)|(accept|keep|take|allow)\w*.{0,60}(limit|threshold|one (value|draw|number|word|state) (more|too many)|equal)|≤|<=|inclusive|one (value|draw|number|word|state) too many|reject\w*.{0,60}(limit|equal|only above|only beyond|greater|one (value |number )?(too )?(few|less))|(draw|number|value|state|word).{0,30}(equal|at|exactly).{0,20}(limit|threshold|multiple)/i,
    edits: [
      {
        file: 'js/kernels/rng.ts',
        from: '    if (x < limit) return x % bound;',
        to: '    if (x <= limit) return x % bound;',
      },
    ],
  },
];

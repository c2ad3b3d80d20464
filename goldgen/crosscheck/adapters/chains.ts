/** `chain-*`, `june-chain-*`, `june23-chain-*`: whole training runs with every recorded tensor (L33, L34). */

import type { Reduction } from '../../../reference/losses/operands.ts';
import type { Optimizer } from '../../../reference/optimizers/optimizer.ts';
import type { QuantRecord } from '../../../reference/tensor.ts';
import type { GradientTrace, Reductions, Sample } from '../../../reference/training/step.ts';
import type { AdapterTable, Replay } from '../types.ts';
import { type Chain, currentChain, juneChain } from './chain_model.ts';
import { libmVariants } from './libm.ts';
import { adamWOptions, sgdScalars, statesOf, writeBack } from './optimizer.ts';

interface Run {
  readonly chain: Chain;
  readonly optimizer: Optimizer;
  readonly samples: readonly Sample[];
  readonly reductions: Reductions;
  /** emits what a step records of micro-batch m */
  readonly trace: (trace: GradientTrace, s: number, m: number) => void;
  /** emits the optimizer state of a step */
  readonly state: (s: number) => void;
}

function samplesOf(r: Replay, count: number): Sample[] {
  return Array.from({ length: count }, (_, i) => {
    return { x: r.tensor(`x${i}`), label: r.tensor(`label${i}`) };
  });
}

/** The samples of step s: the micro-batch counter runs over all steps, modulo the data set. */
function batchOf(run: Run, s: number, size: number): Sample[] {
  return Array.from({ length: size }, (_, m) => {
    return run.samples[(s * size + m) % run.samples.length]!;
  });
}

function replayRun(r: Replay, run: Run): void {
  const { fn } = r.n;
  const { model, names } = run.chain;
  const parameters = fn.modelParameters(r.n, model);
  const losses: number[] = [];
  for (let s = 0; s < r.paramInt('steps'); s++) {
    const batch = batchOf(run, s, r.paramInt('microBatches'));
    const loss = fn.accumulateBatch(r.n, model, batch, run.reductions, (trace, m) => {
      run.trace(trace, s, m);
    });
    losses.push(loss);
    names.forEach((name, i) => {
      r.emit(`s${s}.${name}.grad`, parameters[i]!.grad);
    });
    fn.optimizerStep(r.n, run.optimizer, parameters);
    names.forEach((name, i) => {
      r.emit(`s${s}.${name}`, parameters[i]!.value);
    });
    run.state(s);
    fn.zeroGradients(r.n, model);
    r.emitRng(`s${s}.rng`);
  }
  r.emitFloats('losses', losses);
}

/** First and last step record every wire of every micro-batch. */
function emitTrace(r: Replay, trace: GradientTrace, at: string): void {
  const last = trace.forward.length;
  trace.forward.forEach((wire, i) => {
    r.emit(`${at}.fwd${i}`, wire);
  });
  r.emit(`${at}.lossgrad${last}`, trace.seed);
  for (let i = trace.first; i >= 0; i--) {
    r.emit(`${at}.agrad${i}`, i === trace.first ? trace.seed : trace.dx[i + 1]!);
  }
}

const stateRecords: Readonly<Record<string, QuantRecord>> = {
  'sgdm-sym': { dtype: 'SYM_INT32', bits: 12, rounding: 'HALF_AWAY' },
};
const floatState: QuantRecord = { dtype: 'FLOAT32', bits: 0, rounding: 'HALF_AWAY' };

function sgdOf(r: Replay, chain: Chain, state: QuantRecord): Optimizer {
  const parameters = r.n.fn.modelParameters(r.n, chain.model);
  return r.n.fn.newSgd(r.n, parameters, sgdScalars(r), writeBack(r), state);
}

function optimizerOf(r: Replay, chain: Chain): Optimizer {
  const kind = r.paramWord('optimizer');
  if (kind !== 'adamw') return sgdOf(r, chain, stateRecords[kind] ?? floatState);
  const parameters = r.n.fn.modelParameters(r.n, chain.model);
  return r.n.fn.newAdamW(r.n, parameters, adamWOptions(r), writeBack(r), floatState);
}

function emitState(r: Replay, chain: Chain, optimizer: Optimizer, s: number): void {
  chain.names.forEach((name, i) => {
    statesOf(optimizer, i).forEach((state, k) => {
      r.emit(`s${s}.${name}.state${k}`, state);
    });
  });
}

function current(r: Replay): void {
  const chain = currentChain(r);
  const optimizer = optimizerOf(r, chain);
  const recorded = (s: number): boolean => s === 0 || s === r.paramInt('steps') - 1;
  replayRun(r, {
    chain,
    optimizer,
    samples: samplesOf(r, r.paramInt('dataSet')),
    reductions: {
      forward: r.paramWord('forwardReduction') as Reduction,
      backward: r.paramWord('backwardReduction') as Reduction,
    },
    trace: (trace, s, m) => {
      if (recorded(s)) emitTrace(r, trace, `s${s}.m${m}`);
    },
    state: (s) => {
      if (recorded(s)) emitState(r, chain, optimizer, s);
    },
  });
}

function june(r: Replay): void {
  const chain = juneChain(r);
  const count = Object.keys(r.recorded.inputs).filter((name) => /^x\d+$/.test(name)).length;
  replayRun(r, {
    chain,
    optimizer: sgdOf(r, chain, floatState),
    samples: samplesOf(r, count),
    reductions: { forward: 'MEAN', backward: 'MEAN' },
    trace: (trace, s, m) => {
      if (m === 0) r.emit(`s${s}.out`, trace.forward.at(-1)!);
    },
    state: () => {},
  });
}

const linearChain = 'chain Linear-Quantization-LayerNorm-Quantization-Linear-MSE';
const poolChain = 'chain Conv1d-Relu-MaxPool1d-Flatten-Linear-Softmax-CE';
const transposedChain = 'chain Conv1dTransposed-Quantization-MSE';
const dropoutChain = 'chain Conv1d-GroupNorm-Relu-AvgPool1d-Flatten-Dropout-Linear-MSE';

export const chainAdapters: AdapterTable = {
  [`chain-linear-quant-layernorm/${linearChain}`]: current,
  [`chain-conv-relu-maxpool-linear-ce/${poolChain}`]: { replay: current, variants: libmVariants },
  [`chain-convt-quant-mse/${transposedChain}`]: current,
  [`chain-groupnorm-avgpool-dropout/${dropoutChain}`]: current,
  [`june-chain-linear-quant-layernorm/${linearChain}`]: june,
  [`june23-chain-linear-quant-layernorm/${linearChain}`]: june,
};

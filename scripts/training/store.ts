/** What a training leaves in its folder: a log of epochs, and the state from which it can go on. */

import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Headroom } from '../../reference/examples/headroom.ts';
import { decode, encode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { makeFolder } from '../../schema/format/make_folder.ts';
import { replaceFile } from '../replace_file.ts';
import type { Result } from './examples.ts';
import type { TrainingState } from './session.ts';
import type { TensorStatistics } from './wires.ts';

/** One epoch of a training; epoch 1 is the first. */
export interface EpochLog {
  readonly epoch: number;
  /** steps done after it */
  readonly step: number;
  /** mean of the batch losses */
  readonly loss: number;
  /** float32 bits of the loss of each step, hexadecimal */
  readonly losses: readonly string[];
  /** checkpoint of all parameters after each step, hexadecimal */
  readonly digests: readonly string[];
  readonly rng: number;
  /** wires of the last sample and parameters after the last step */
  readonly tensors: Readonly<Record<string, TensorStatistics>>;
  /** measured after this epoch, if at all */
  readonly headroom?: readonly Headroom[];
}

/** What decides the course of a training; a state is only continued under the same setup. */
export interface Setup {
  readonly example: string;
  readonly variant: string;
  readonly seed: number;
  readonly contract: string;
  readonly source: string;
  /** sha256 of the training rows */
  readonly data: string;
  readonly rate: number;
  readonly momentum: number;
  readonly batch: number;
}

export interface StoredRun {
  readonly state: TrainingState;
  readonly epochs: readonly EpochLog[];
}

/** One run's files in a folder. */
export interface RunStore {
  /** the state and log so far; undefined where there is none. Errors: usage-bad-value for another setup */
  load(): StoredRun | undefined;
  begin(): void;
  epoch(log: EpochLog, state: TrainingState): void;
  result(result: Result): void;
}

export function runName(setup: Setup): string {
  return `${setup.variant}-seed${setup.seed}`;
}

function line(record: unknown): string {
  return `${JSON.stringify(record)}\n`;
}

/** Keeps nothing; for runs without a folder. */
export const noStore: RunStore = {
  load: () => undefined,
  begin: () => undefined,
  epoch: () => undefined,
  result: () => undefined,
};

/** Log `<name>.jsonl` and state `<name>.state.mp` in a folder, which is made where missing. */
export function fileStore(dir: string, setup: Setup): RunStore {
  const log = join(dir, `${runName(setup)}.jsonl`);
  const statePath = join(dir, `${runName(setup)}.state.mp`);
  const head = line({ setup });
  makeFolder(dir);

  function load(): StoredRun | undefined {
    if (!existsSync(statePath) || !existsSync(log)) return undefined;
    const lines = readFileSync(log, 'utf8').split('\n');
    if (`${lines[0]}\n` !== head) {
      throw new GoldError('usage-bad-value', 'the folder holds a training with another setup', {
        path: log,
        hint: 'name another folder with --out, or leave out --resume',
      });
    }
    const state = decode(readFileSync(statePath)) as TrainingState;
    const epochs = lines
      .slice(1)
      .filter((text) => text.startsWith('{"epoch"'))
      .map((text) => JSON.parse(text) as EpochLog)
      .filter((e) => e.step <= state.step);
    replaceFile(log, head + epochs.map(line).join(''));
    return { state, epochs };
  }

  return {
    load,
    begin: () => writeFileSync(log, head),
    epoch(entry, state) {
      appendFileSync(log, line(entry));
      // a state is whole or absent, whenever the process ends
      replaceFile(statePath, encode(state));
    },
    result: (result) => appendFileSync(log, line({ result })),
  };
}

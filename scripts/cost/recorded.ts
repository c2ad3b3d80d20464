/** The committed counts: one file per example, beside this one. */

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { replaceFile } from '../replace_file.ts';
import type { ExampleName } from '../training/examples.ts';
import type { Cost } from './cost.ts';

/** Counts are those of one compiler; another one makes other code. */
export interface RecordedCosts {
  readonly compiler: string;
  readonly costs: readonly Cost[];
}

const pathOf = (name: ExampleName) => fileURLToPath(new URL(`${name}.json`, import.meta.url));

/** The first line of the cross compiler's version. Errors: those of a missing program. */
export function compilerVersion(): string {
  const text = execFileSync('arm-none-eabi-gcc', ['--version'], { encoding: 'utf8' });
  return text.split('\n')[0]!;
}

export function readCosts(name: ExampleName): RecordedCosts {
  return JSON.parse(readFileSync(pathOf(name), 'utf8')) as RecordedCosts;
}

export function writeCosts(name: ExampleName, costs: readonly Cost[]): void {
  const recorded: RecordedCosts = { compiler: compilerVersion(), costs };
  replaceFile(pathOf(name), `${JSON.stringify(recorded, null, 2)}\n`);
}

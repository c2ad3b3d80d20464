/** Options that several commands have, and how their values are read. */

import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { vectorsDir } from './paths.ts';

/** An option value that must be an integer in a range. */
export function integerFrom(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return (text) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`Expected an integer ${range}.`);
  };
}

/** The longest time that a timer of this platform can wait; a longer one would end at once. */
const timerMaxMs = 2 ** 31 - 1;

/** A time limit in milliseconds. */
export const milliseconds = integerFrom(1, timerMaxMs);

/** How the text of one value splits into several. */
type Splitter = (text: string) => readonly string[];

function byCommas(text: string): string[] {
  return text.split(',').filter((value) => value !== '');
}

/** A comma inside a command line, or before `name=value` as in `qemu:<board>,elf=<file>`, belongs to the backend. */
export function backendNames(text: string): string[] {
  const at = /(?:^|,)cmd:/.exec(text);
  const head = at === null ? text : text.slice(0, at.index);
  const command = at === null ? [] : [text.slice(at.index).replace(/^,/, '')];
  const names = head.split(/,(?![\w-]+=)/).filter((value) => value !== '');
  return [...names, ...command];
}

function newListOption(flags: string, description: string, split: Splitter): Option {
  const option = new Option(flags, description).default([]);
  return option.argParser((text: string, before: readonly string[]) => [...before, ...split(text)]);
}

/**
 * An option that takes several values: repeated, with blanks or with commas between them. Its flags end in
 * `...>` or `...]`. With `choices`, every value is one of them.
 */
export function listOption(flags: string, text: string, choices?: readonly string[]): Option {
  const option = newListOption(flags, text, (value) => {
    const values = byCommas(value);
    if (choices === undefined || values.every((v) => choices.includes(v))) return values;
    throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
  });
  if (choices !== undefined) option.argChoices = [...choices];
  return option;
}

export function backendsOption(text = 'backends by id, kind or glob'): Option {
  return newListOption('-b, --backend <id...>', text, backendNames);
}

/** `--jobs`: how many of something at the same time; where it is not said, as many as there are cores, up to `most`. */
export function jobsOption(what: string, most = Number.POSITIVE_INFINITY): Option {
  const text = Number.isFinite(most) ? `one per core, up to ${most}` : 'one per core';
  return new Option('-j, --jobs <n>', `${what} at the same time`)
    .argParser(integerFrom(1))
    .default(Math.min(availableParallelism(), most), text);
}

export function configOption(): Option {
  const text = 'configuration (default: goldvec.config.{ts,mjs,js,json} here)';
  return new Option('--config <file>', text);
}

export function vectorsOption(name = '--vectors'): Option {
  return new Option(`${name} <dir>`, 'vector folder').default(vectorsDir, 'vectors');
}

export function colourOption(): Option {
  const option = new Option('--color <when>', 'colours on standard output');
  return option.choices(['auto', 'always', 'never']).default('auto');
}

/** Options that several commands have, and how their values are read. */

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

/** Adds a value of a repeatable option. */
export function collect(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** Adds the values of a repeatable option, each of which may be a list with commas. */
export function collectList(text: string, before: readonly string[]): readonly string[] {
  return [...before, ...text.split(',').filter((value) => value !== '')];
}

export function vectorsOption(): Option {
  return new Option('--vectors <dir>', 'vector folder').default(vectorsDir, 'vectors');
}

export function colourOption(): Option {
  const option = new Option('--color <when>', 'colours on standard output');
  return option.choices(['auto', 'always', 'never']).default('auto');
}

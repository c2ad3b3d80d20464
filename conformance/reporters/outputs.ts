/** Where reports go: `name` to standard output, `name=file` to a file; several at once. */

import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { GoldError } from '../../schema/format/errors.ts';
import { type ColourOption, coloursFor, wantsColour } from '../core/colour.ts';
import type { RunEvent } from '../core/events.ts';
import { reporters } from './index.ts';
import type { Reporter } from './reporter.ts';

export interface OutputOptions {
  /** `pretty`, `junit=report.xml`, … */
  readonly reporters: readonly string[];
  readonly colour: ColourOption;
  readonly failuresShown: number;
}

export interface Outputs {
  event(event: RunEvent): void;
  end(): void;
}

interface Target {
  readonly name: string;
  /** undefined: standard output */
  readonly file: string | undefined;
}

interface Opened {
  readonly reporter: Reporter;
  write(text: string): void;
  close(): void;
}

function parseTarget(text: string): Target {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  if (reporters[name] === undefined) {
    const hint = `one of ${Object.keys(reporters).join(', ')}`;
    throw new GoldError('usage-bad-value', `there is no reporter "${name}"`, { hint });
  }
  return { name, file: at < 0 ? undefined : text.slice(at + 1) };
}

function openFile(path: string): number {
  try {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, 'w');
  } catch (cause) {
    throw new GoldError('file-unwritable', 'the report cannot be written', { path, cause });
  }
}

/** Errors: usage-bad-value, file-unwritable. */
export function openOutputs(options: OutputOptions, stdout: NodeJS.WriteStream): Outputs {
  const targets = options.reporters.map(parseTarget);
  if (targets.filter(({ file }) => file === undefined).length > 1) {
    throw new GoldError('usage-bad-value', 'only one reporter can write to standard output', {
      hint: 'give the others a file: --reporter junit=report.xml',
    });
  }
  const opened = targets.map(({ name, file }): Opened => {
    const isOn = file === undefined && wantsColour(options.colour, process.env, stdout);
    const reporter = reporters[name]!({
      colours: coloursFor(isOn),
      width: stdout.columns ?? 120,
      failuresShown: options.failuresShown,
    });
    if (file === undefined) {
      const write = (text: string) => void (text !== '' && stdout.write(text));
      return { reporter, write, close: () => undefined };
    }
    const fd = openFile(file);
    return { reporter, write: (text: string) => writeSync(fd, text), close: () => closeSync(fd) };
  });
  return {
    event: (event) => {
      for (const { reporter, write } of opened) write(reporter.event(event));
    },
    end: () => {
      for (const { reporter, write, close } of opened) {
        write(reporter.end());
        close();
      }
    },
  };
}

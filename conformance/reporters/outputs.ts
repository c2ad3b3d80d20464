/** Where reports go: `name` to standard output, `name=file` to a file; several at once. */

import { GoldError } from '../../schema/format/errors.ts';
import { type ColourOption, coloursFor, wantsColour } from '../core/colour.ts';
import type { RunEvent } from '../core/events.ts';
import { harmlessEvent } from '../core/harmless.ts';
import { reporters } from './index.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { fileSink, type Sink, type StandardStream, streamSink } from './sinks.ts';

export interface OutputOptions {
  /** `pretty`, `junit=report.xml`, … */
  readonly reporters: readonly string[];
  readonly colour: ColourOption;
  readonly failuresShown: number;
  readonly clauseText?: ReporterOptions['clauseText'];
  /** is told at once when a report cannot be written any further; the other reports go on */
  readonly onFailure?: (error: GoldError) => void;
  /** once it is aborted, nobody waits long for who reads the reports */
  readonly signal?: AbortSignal;
}

export interface Outputs {
  event(event: RunEvent): void;
  /** Writes what remains, and puts the reports in their places. Errors: file-unwritable, also of an earlier write; interrupted. */
  end(): Promise<void>;
  /** Leaves nothing of what was written to files. */
  discard(): void;
}

interface Target {
  readonly name: string;
  /** undefined: standard output */
  readonly file: string | undefined;
}

interface Opened {
  readonly reporter: Reporter;
  readonly sink: Sink;
  readonly place: string;
  isLive: boolean;
}

function parseTarget(text: string): Target {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  if (!reporters.has(name)) {
    const hint = `one of ${[...reporters.keys()].join(', ')}`;
    throw new GoldError('usage-bad-value', `there is no reporter "${name}"`, { hint });
  }
  return { name, file: at < 0 ? undefined : text.slice(at + 1) };
}

function unwritable(path: string, cause: unknown): GoldError {
  const why = cause instanceof Error ? cause.message : String(cause);
  const hint = 'check the permissions of the folder, the space on the disk, and who reads the pipe';
  return new GoldError('file-unwritable', `the report cannot be written: ${why}`, {
    path,
    hint,
    cause,
  });
}

function unread(path: string): GoldError {
  return new GoldError('interrupted', 'the report was not read to its end', { path });
}

/** What the reporter of one target is told; only a terminal has colours. */
function reporterOptions(
  { colour, failuresShown, clauseText }: OutputOptions,
  file: string | undefined,
  stdout: StandardStream,
): ReporterOptions {
  const isOn = file === undefined && wantsColour(colour, process.env, stdout);
  return {
    colours: coloursFor(isOn),
    width: stdout.columns ?? 120,
    failuresShown,
    ...(clauseText === undefined ? {} : { clauseText }),
  };
}

/** Errors: usage-bad-value. */
function targetsOf(options: OutputOptions): Target[] {
  const targets = options.reporters.map(parseTarget);
  if (targets.filter(({ file }) => file === undefined).length > 1) {
    throw new GoldError('usage-bad-value', 'only one reporter can write to standard output', {
      hint: 'give the others a file: --reporter junit=report.xml',
    });
  }
  return targets;
}

/** How long an interrupted run waits for the readers of its reports, in milliseconds. */
const patienceMs = 500;

/** Waits for the work; false where the signal comes and the work is not done soon after. */
function unlessLeft(work: Promise<void>, signal?: AbortSignal): Promise<boolean> {
  if (signal === undefined) return work.then(() => true);
  const isDone = work.then(() => true);
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const onAbort = (): void => {
      timer = setTimeout(resolve, patienceMs, false);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    void isDone.then((done) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(done);
    });
  });
}

/** Errors: usage-bad-value, file-unwritable. */
export function openOutputs(options: OutputOptions, stdout: StandardStream): Outputs {
  const targets = targetsOf(options);
  let failure: GoldError | undefined;
  const opened: Opened[] = [];

  function fail(target: Opened, cause: unknown): void {
    if (!target.isLive) return;
    target.isLive = false;
    target.sink.discard();
    const error = unwritable(target.place, cause);
    failure ??= error;
    options.onFailure?.(error);
  }

  function open({ name, file }: Target): Opened {
    const reporter = reporters.get(name)!(reporterOptions(options, file, stdout));
    const place = file ?? 'standard output';
    try {
      const failed = (cause: Error): void => fail(target, cause);
      const sink = file === undefined ? streamSink(stdout, failed) : fileSink(file, failed);
      const target: Opened = { reporter, sink, place, isLive: true };
      return target;
    } catch (cause) {
      discard();
      throw unwritable(place, cause);
    }
  }

  function write(target: Opened, text: string): void {
    if (!target.isLive) return;
    try {
      target.sink.write(text);
    } catch (cause) {
      fail(target, cause);
    }
  }

  function discard(): void {
    for (const target of opened) {
      if (target.isLive) target.sink.discard();
      target.isLive = false;
    }
  }

  async function end(): Promise<void> {
    for (const target of opened) {
      write(target, await target.reporter.end());
      if (!target.isLive) continue;
      const commit = target.sink.commit().catch((cause: unknown) => fail(target, cause));
      const isOut = await unlessLeft(commit, options.signal);
      if (!isOut) {
        target.sink.discard();
        failure ??= unread(target.place);
      }
      target.isLive = false;
    }
    if (failure !== undefined) throw failure;
  }

  for (const target of targets) opened.push(open(target));
  return {
    event: (event) => {
      const shown = harmlessEvent(event);
      for (const target of opened) write(target, target.reporter.event(shown));
    },
    end,
    discard,
  };
}

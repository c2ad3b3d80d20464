/**
 * `serial:<device>[@<baud>]`: any board that runs the harness on a serial line (Linux, `stty` of coreutils).
 *
 * The line is switched to raw 8N1. Whatever a board prints before and between frames is skipped, and quoted where it
 * fails. A board that is reset loses the case under way; a board that hangs stays hung: reset it, or let the drop of
 * DTR on close reset it.
 */

import { execFile } from 'node:child_process';
import { closeSync, constants, existsSync, openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import { promisify } from 'node:util';
import { GoldError } from '../../../schema/format/errors.ts';
import type { BackendFactory } from '../backend.ts';
import { framedBackend } from '../framed.ts';
import type { LinkEvents, OpenLink } from '../link.ts';

export interface SerialLine {
  readonly device: string;
  readonly baud: number;
}

const defaultBaud = 115200;

/** The line that `serial:<device>[@<baud>]` names. Errors: usage-bad-value. */
export function parseSerialId(id: string): SerialLine {
  const parts = /^serial:(?<device>[^@]+?)(?:@(?<baud>\d+))?$/.exec(id)?.groups;
  if (parts === undefined) {
    throw new GoldError('usage-bad-value', `"${id}" names no serial line`, {
      hint: 'write serial:<device> or serial:<device>@<baud>',
    });
  }
  return { device: parts.device!, baud: Number(parts.baud ?? defaultBaud) };
}

const run = promisify(execFile);

async function configure({ device, baud }: SerialLine): Promise<void> {
  try {
    await run('stty', ['-F', device, 'raw', '-echo', '-crtscts', 'clocal', 'cs8', `${baud}`]);
  } catch (cause) {
    const message = `${device} cannot be set up: ${(cause as Error).message.trim()}`;
    throw new GoldError('backend-unavailable', message, { cause });
  }
}

/** Opens a serial line as a byte link. Errors: backend-unavailable. */
export function openSerial(line: SerialLine): OpenLink {
  return async (events: LinkEvents) => {
    await configure(line);
    const { O_RDWR, O_NOCTTY, O_NONBLOCK } = constants;
    const opened: number[] = [];
    const open = (): number => {
      const fd = openSync(line.device, O_RDWR | O_NOCTTY | O_NONBLOCK);
      opened.push(fd);
      return fd;
    };
    let input: ReadStream;
    let output: WriteStream;
    try {
      input = new ReadStream(open());
      output = new WriteStream(open());
    } catch (cause) {
      for (const fd of opened) closeSync(fd);
      const message = `${line.device} cannot be opened: ${(cause as Error).message}`;
      throw new GoldError('backend-unavailable', message, { cause });
    }
    let closed = false;
    const gone = (reason: string) => {
      if (!closed) events.end(reason);
      closed = true;
    };
    input.on('data', events.data);
    input.on('error', (error) => gone(`closed the line: ${error.message}`));
    input.on('end', () => gone('closed the line'));
    output.on('error', (error) => gone(`closed the line: ${error.message}`));

    async function close(): Promise<void> {
      closed = true;
      input.destroy();
      output.destroy();
    }

    return { send: (bytes) => output.write(bytes), diagnostics: () => '', close };
  };
}

/** The factory of a serial line. Errors: usage-bad-value. */
export function serialFactory(id: string): BackendFactory {
  const line = parseSerialId(id);
  return {
    id,
    summary: `the harness of a board on ${line.device} at ${line.baud} baud`,
    isDefault: false,
    available: async () =>
      existsSync(line.device)
        ? { ok: true, version: `${line.baud} baud` }
        : { ok: false, hint: `${line.device} does not exist: is the board plugged in?` },
    create: ({ timeoutMs }) =>
      framedBackend({ id, open: openSerial(line), timeoutMs, isNoisy: true }),
  };
}

/**
 * One request on an emulated board whose clock counts instructions: QEMU executes one instruction per 64 ns of its own
 * time, so that the board's timer counts them, the same on every machine.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeReply } from '../../conformance/backends/framed.ts';
import { emulatorArguments, type Firmware } from '../../conformance/backends/qemu/index.ts';
import { encodeFrame, frameTypes, newFrameReader } from '../../conformance/core/frame.ts';
import { encode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { RunReply, RunRequest } from '../../schema/format/types.ts';

/** `-icount shift=6` */
const shift = 6;
const nanosecondsPerInstruction = 2 ** shift;

export interface BoardProgram extends Firmware {
  /** clock of its system timer */
  readonly timerHz: number;
}

export interface BoardAnswer {
  readonly reply: RunReply;
  /** words and numbers that the program printed, line by line */
  readonly lines: readonly (readonly string[])[];
}

/** Instructions in so many ticks of the timer. */
export function instructionsOf({ timerHz }: BoardProgram, ticks: number): number {
  return Math.round((ticks * 1e9) / timerHz / nanosecondsPerInstruction);
}

/** Runs the program to its end; what it prints. Errors: backend-unavailable, backend-protocol. */
function emulate(args: readonly string[], cwd: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('qemu-system-arm', args, {
      cwd,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    }
    child.once('error', (cause: NodeJS.ErrnoException) => {
      const isMissing = cause.code === 'ENOENT';
      const hint = 'install qemu-system-arm';
      reject(isMissing ? new GoldError('backend-unavailable', cause.message, { hint }) : cause);
    });
    child.once('close', (status) => {
      const text = Buffer.concat(chunks).toString('latin1');
      if (status === 0) return resolve(text);
      const message = `the emulator ended with status ${status}: ${text.slice(0, 500)}`;
      reject(new GoldError('backend-protocol', message));
    });
  });
}

/** Asks for one run. Errors: those of the emulator; backend-protocol where the run is not ok. */
export async function runOnBoard(
  program: BoardProgram,
  request: RunRequest,
  signal: AbortSignal,
): Promise<BoardAnswer> {
  const folder = mkdtempSync(join(tmpdir(), 'goldvec-cost-'));
  try {
    writeFileSync(join(folder, 'requests'), encodeFrame(frameTypes.request, encode(request)));
    writeFileSync(join(folder, 'replies'), '');
    const clock = ['-icount', `shift=${shift}`];
    const args = [...clock, ...emulatorArguments(program, 'requests', 'replies')];
    const text = await emulate(args, folder, signal);
    const frames = newFrameReader().push(readFileSync(join(folder, 'replies')));
    const reply = frames[0] === undefined ? undefined : decodeReply(frames[0]);
    if (reply?.verb !== 'run' || reply.status !== 'ok') {
      const said = reply?.verb === 'run' ? `${reply.status} ${reply.message ?? ''}` : text;
      throw new GoldError('backend-protocol', `${program.machine}: ${said.trim()}`);
    }
    return { reply, lines: text.split('\n').map((line) => line.trim().split(' ')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

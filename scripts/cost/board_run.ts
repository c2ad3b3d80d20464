/**
 * A program on an emulated board whose clock counts instructions: QEMU executes one instruction per 64 ns of its own
 * time, so that the board's timer counts them, the same on every machine.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeReply } from '../../conformance/backends/framed.ts';
import { emulatorArguments, type Firmware } from '../../conformance/backends/qemu/index.ts';
import { findTarget } from '../../conformance/backends/toolchain/targets.ts';
import { encodeFrame, frameTypes, newFrameReader } from '../../conformance/core/frame.ts';
import { encode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { RunReply, RunRequest } from '../../schema/format/types.ts';

/** `-icount shift=6` */
const shift = 6;
const nanosecondsPerInstruction = 2 ** shift;

const clock = ['-icount', `shift=${shift}`];

export const boardNames = ['m3', 'm4', 'm7', 'm55'] as const;
export type BoardName = (typeof boardNames)[number];

/** Clock of the system timer of the emulated machines. */
const timerHz: Readonly<Record<BoardName, number>> = { m3: 25e6, m4: 25e6, m7: 25e6, m55: 32e6 };

export interface BoardProgram extends Firmware {
  /** clock of its system timer */
  readonly timerHz: number;
}

/** Words and numbers that a program printed, line by line. */
export type BoardLines = readonly (readonly string[])[];

export interface BoardAnswer {
  readonly reply: RunReply;
  readonly lines: BoardLines;
}

/** A program that was built for a board. */
export function programOn(board: BoardName, path: string): BoardProgram {
  return { path, machine: findTarget(`cost:${board}`)!.machine!, timerHz: timerHz[board] };
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

const linesOf = (text: string): BoardLines =>
  text.split('\n').map((line) => line.trim().split(' '));

/** What a program prints that waits for no request. Errors: those of the emulator. */
export async function printedOnBoard(
  program: BoardProgram,
  signal: AbortSignal,
): Promise<BoardLines> {
  const args = [...clock, ...emulatorArguments(program, '-', '-')];
  return linesOf(await emulate(args, tmpdir(), signal));
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
    const args = [...clock, ...emulatorArguments(program, 'requests', 'replies')];
    const text = await emulate(args, folder, signal);
    const frames = newFrameReader().push(readFileSync(join(folder, 'replies')));
    const reply = frames[0] === undefined ? undefined : decodeReply(frames[0]);
    if (reply?.verb !== 'run' || reply.status !== 'ok') {
      const said = reply?.verb === 'run' ? `${reply.status} ${reply.message ?? ''}` : text;
      throw new GoldError('backend-protocol', `${program.machine}: ${said.trim()}`);
    }
    return { reply, lines: linesOf(text) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

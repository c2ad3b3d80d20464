/** The plain closing line `N passed, N failed, N skipped`, and commands whose output ends with it. */

import { appendFileSync } from 'node:fs';
import { runChild } from './child.mjs';
import { root } from './setup.mjs';

const line = /^(\d+) passed, (\d+) failed, (\d+) skipped$/;

/** The totals of the last closing line in a text, or undefined. */
export function parseTotals(text) {
  const found = text
    .trimEnd()
    .split('\n')
    .map((l) => line.exec(l.trim()))
    .filter((m) => m !== null)
    .at(-1);
  if (found === undefined) return undefined;
  return { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3]) };
}

export function addTotals(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

export function formatTotals(t) {
  return `${t.passed} passed, ${t.failed} failed, ${t.skipped} skipped`;
}

/** Runs a command with its output shown and kept; resolves to status and standard output. */
export async function runShown(command, args, env = {}) {
  let text = '';
  const status = await runChild(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
    onOutput: (chunk) => {
      text += chunk;
      process.stdout.write(chunk);
    },
  });
  return { status, text };
}

/** Runs a command with its output in a file; resolves to status and standard output. */
export async function runLogged(command, args, log, env = {}) {
  let text = '';
  const status = await runChild(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    onOutput: (chunk) => {
      text += chunk;
      appendFileSync(log, chunk);
    },
    onError: (chunk) => appendFileSync(log, chunk),
  });
  return { status, text };
}

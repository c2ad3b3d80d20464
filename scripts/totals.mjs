/** The plain closing line `N passed, N failed, N skipped`, and commands whose output ends with it. */

import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
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
export function runShown(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    let text = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk) => {
      text += chunk;
      process.stdout.write(chunk);
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status: status ?? 1, text }));
  });
}

/** Runs a command with its output in a file; resolves to status and standard output. A signal ends both. */
export function runLogged(command, args, log) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (chunk) => {
      text += chunk;
      appendFileSync(log, chunk);
    });
    child.stderr.on('data', (chunk) => appendFileSync(log, chunk));
    const end = () => {
      child.kill('SIGTERM');
      process.exit(130);
    };
    for (const name of ['SIGINT', 'SIGTERM']) process.on(name, end);
    child.on('error', reject);
    child.on('close', (status) => {
      for (const name of ['SIGINT', 'SIGTERM']) process.off(name, end);
      resolve({ status: status ?? 1, text });
    });
  });
}

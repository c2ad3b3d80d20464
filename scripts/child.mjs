/** Programs that set-up and checks start: a signal that ends this process ends them first, once. */

import { spawn } from 'node:child_process';

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** What does not end by itself after a signal is killed, with all that it has started. */
const patienceMs = 10_000;
/** Longest wait for the pipes of an ended program, which what it has started may keep open. */
const drainMs = 2000;

/** Programs that run; this process ends with the last of them, once a signal has come. */
const running = new Set();
let isInterrupted = false;

/**
 * Runs a program in a process group of its own; resolves to its exit status, 1 where it was killed. Where this process gets
 * a signal, all that it runs get it, have time for their last words, and then this process ends with 130.
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    // what is asked for beside a program that is being ended is not begun
    if (isInterrupted) return;
    const { onOutput = () => undefined, onError = onOutput, ...rest } = options;
    // not in the group of the terminal, which would send a Ctrl-C a second time
    const child = spawn(command, args, { ...rest, detached: true });
    running.add(child);
    child.stdout?.setEncoding('utf8').on('data', onOutput);
    child.stderr?.setEncoding('utf8').on('data', onError);
    let isSignalled = false;
    const kill = (name) => {
      try {
        process.kill(-child.pid, name);
      } catch {
        // it is not there any more
      }
    };
    const onSignal = (name) => {
      if (isSignalled) return;
      isSignalled = true;
      isInterrupted = true;
      kill(name);
      setTimeout(() => kill('SIGKILL'), patienceMs).unref();
    };
    for (const name of endingSignals) process.on(name, onSignal);
    const release = () => {
      running.delete(child);
      for (const name of endingSignals) process.off(name, onSignal);
    };
    child.on('error', (cause) => {
      release();
      reject(cause);
    });
    const end = (status) => {
      release();
      clearTimeout(drain);
      if (isSignalled) kill('SIGKILL');
      if (isInterrupted) {
        if (running.size === 0) process.exit(130);
        return;
      }
      // what it has left running, and still writes here, is not waited for
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve(status ?? 1);
    };
    let drain;
    child.on('exit', (status) => {
      drain = setTimeout(end, drainMs, status);
    });
    child.on('close', end);
  });
}

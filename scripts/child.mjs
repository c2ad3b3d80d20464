/** Programs that set-up and checks start: a signal that ends this process ends them first, once. */

import { spawn } from 'node:child_process';

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** What does not end by itself after a signal is killed, with all that it has started. */
const patienceMs = 10_000;
/** Longest wait for the pipes of an ended program, which what it has started may keep open. */
const drainMs = 2000;

/**
 * Runs a program in a process group of its own; resolves to its exit status, 1 where it was killed. Where this process gets
 * a signal, the program gets it, has time for its last words, and then this process ends with 130.
 */
export function runChild(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const { onOutput = () => undefined, onError = onOutput, ...rest } = options;
    // not in the group of the terminal, which would send a Ctrl-C a second time
    const child = spawn(command, args, { ...rest, detached: true });
    child.stdout?.setEncoding('utf8').on('data', onOutput);
    child.stderr?.setEncoding('utf8').on('data', onError);
    let isInterrupted = false;
    const kill = (name) => {
      try {
        process.kill(-child.pid, name);
      } catch {
        // it is not there any more
      }
    };
    const onSignal = (name) => {
      if (isInterrupted) return;
      isInterrupted = true;
      kill(name);
      setTimeout(() => kill('SIGKILL'), patienceMs).unref();
    };
    for (const name of endingSignals) process.on(name, onSignal);
    const release = () => {
      for (const name of endingSignals) process.off(name, onSignal);
    };
    child.on('error', (cause) => {
      release();
      reject(cause);
    });
    const end = (status) => {
      release();
      clearTimeout(drain);
      if (isInterrupted) {
        kill('SIGKILL');
        process.exit(130);
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

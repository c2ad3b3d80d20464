/**
 * A backend in plain JavaScript, for tests of the process link: answers hello, then behaves as its first
 * argument says. The second names its ops, the third a file that it makes when it is asked a case; where that was there when it started, it makes
 * the same with `.again`. It is also the shortest complete example of the protocol in this repository.
 */

import { execFileSync, spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { Packr } from 'msgpackr';

const packr = new Packr({ useRecords: false, variableMapSize: true });
const [mode, ops = 'sample', asked] = process.argv.slice(2);
const wasAsked = asked !== undefined && existsSync(asked);

function send(message) {
  const payload = packr.pack(message);
  const frame = Buffer.alloc(8 + payload.length + 4);
  frame.writeUInt16LE(0x5647, 0);
  frame.writeUInt8(2, 2);
  frame.writeUInt32LE(payload.length, 4);
  payload.copy(frame, 8);
  frame.writeUInt32LE(crc32(frame.subarray(2, 8 + payload.length)), 8 + payload.length);
  process.stdout.write(frame);
}

function run({ seq, inputs }) {
  if (asked !== undefined) writeFileSync(wasAsked ? `${asked}.again` : asked, '');
  const isSilent = mode === 'silent_when_started_again' && wasAsked;
  switch (isSilent ? 'silent' : mode) {
    case 'silent_when_started_again':
    case 'echo':
      send({ verb: 'run', seq, status: 'ok', outputs: inputs, rng: 1, canary: 'intact' });
      break;
    case 'exit':
      process.stderr.write(`${'x'.repeat(20_000)} last words\n`);
      process.exit(3);
      break;
    case 'abort':
      process.abort();
      break;
    case 'garbage':
      process.stdout.write('result = 42\n');
      break;
    case 'half':
      process.stdout.write(Buffer.from('47560200ff000000', 'hex'), () => process.exit(0));
      break;
    case 'invalid':
      send({ verb: 'run', seq, status: 'fine', canary: 'intact' });
      break;
    case 'silent':
    case 'mute':
      break;
    default: // 'hang': a busy loop would not even read a bye
      for (;;);
  }
}

/** Ways of a child to leave this program; each prints the id of what stays. */
const escapes = {
  flees: 'setsid sleep 600 > /dev/null 2>&1 < /dev/null & echo $!',
  forks_twice: '(setsid sh -c "sleep 600 & wait" > /dev/null 2>&1 < /dev/null & echo $!) &',
  is_renamed: `setsid bash -c 'exec -a init sleep 600' > /dev/null 2>&1 < /dev/null & echo $!`,
  changes_environment:
    'HOME=/ PATH=/bin:/usr/bin A=1 setsid sleep 600 > /dev/null 2>&1 < /dev/null & echo $!',
  closes_everything: 'setsid sleep 600 >&- 2>&- <&- & echo $!',
};

/** A child that outlives this program unless the runner finds it. */
function startChild() {
  if (mode === 'hang') return spawn('sleep', ['600']);
  // a session of its own and nothing in its environment, but a parent
  if (mode === 'sheds') return spawn('setsid', ['env', '-i', 'sleep', '600'], { stdio: 'ignore' });
  const script = escapes[mode === 'silent' ? 'flees' : mode];
  if (script === undefined) return undefined;
  return { pid: Number(execFileSync('setsid', ['sh', '-c', script], { encoding: 'utf8' })) };
}

function answer(message) {
  if (message.verb === 'run') run(message);
  else if (message.verb === 'hello') {
    const child = startChild();
    send({
      verb: 'hello',
      protocol: 1,
      name: 'program',
      version: child === undefined ? '1' : `${child.pid}`,
      toolchain: `${process.pid}`,
      capabilities: [],
      ops: ops.split(','),
      contracts: ['sym-2026-07-21'],
      max_frame: 1 << 20,
    });
  } else if (mode !== 'stubborn') {
    send({ verb: 'bye' });
    process.exit(0);
  }
}

let pending = Buffer.alloc(0);
process.stdin.on('data', (chunk) => {
  pending = Buffer.concat([pending, chunk]);
  while (pending.length >= 8 && pending.length >= 12 + pending.readUInt32LE(4)) {
    const length = pending.readUInt32LE(4);
    const payload = pending.subarray(8, 8 + length);
    pending = pending.subarray(12 + length);
    answer(packr.unpack(payload));
  }
});
if (mode === 'stubborn') setInterval(() => undefined, 1000);

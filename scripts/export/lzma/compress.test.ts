/**
 * Goal: what is compressed is LZMA, and small. Method: the decoder of Python's standard library reads streams that use every
 * kind of step; the board's own decoder reads all cases in `selfcheck.thorough.test.ts`.
 */

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { compress } from './compress.ts';

const decoder = `
import lzma, sys
length, window = int(sys.argv[1]), int(sys.argv[2])
filters = [{"id": lzma.FILTER_LZMA1, "lc": 0, "lp": 0, "pb": 0, "dict_size": window}]
reader = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
packed = sys.stdin.buffer.read()
sys.stdout.buffer.write(reader.decompress(packed, length))
`;

function decoded(packed: Uint8Array, length: number, window: number): Buffer {
  const args = ['-c', decoder, String(length), String(window)];
  const done = spawnSync('python3', args, { input: packed, maxBuffer: 1 << 26 });
  expect(done.stderr.toString()).toBe('');
  return done.stdout;
}

/** Bytes that nothing predicts. */
function noise(count: number, seed: number): number[] {
  const bytes: number[] = [];
  for (let i = 0, word = seed; i < count; i++) {
    word = (Math.imul(word, 1664525) + 1013904223) >>> 0;
    bytes.push(word >>> 24);
  }
  return bytes;
}

const words = ['order', 'shape', 'scale_bits', 'SYM_INT32', 'data'];
const text = (count: number): number[] =>
  noise(count, 7).flatMap((byte) => [...Buffer.from(words[byte % words.length]!), byte & 3]);
/** Words of which one byte in four stays, as in float32: repetitions of a distance, some of them one byte long. */
const floats = (count: number): number[] =>
  noise(count, 9).flatMap((byte, i) => [byte, (i * 37) & 0xff, 0x80 ^ (byte & 1), 0x3f]);

const sources: Record<string, number[]> = {
  nothing: [],
  'one byte': [65],
  'a long run': new Array(3000).fill(0),
  noise: noise(3000, 1),
  'words of a request': text(800),
  floats: floats(800),
  'all together, and again from far away': [
    ...text(1000),
    ...noise(9000, 3),
    ...floats(2000),
    ...text(1000),
    ...noise(9000, 3),
  ],
};

describe.each(Object.entries(sources))('%s', (_, bytes) => {
  it.each([1024, 65_536])('is read back with a window of %i bytes', (window) => {
    const data = Uint8Array.from(bytes);
    const packed = compress(data, window);
    expect(decoded(packed, data.length, window).equals(data)).toBe(true);
  });
});

describe('what is compressed', () => {
  it('is the same bytes each time, and small where bytes repeat', () => {
    const data = Uint8Array.from(sources['words of a request']!);
    const packed = compress(data, 65_536);
    expect(compress(data, 65_536)).toEqual(packed);
    expect(packed.length).toBeLessThan(data.length / 6);
    expect(compress(new Uint8Array(5000), 1024).length).toBeLessThan(64);
  });

  it('does not reach farther back than the window', () => {
    const data = Uint8Array.from([...noise(2000, 5), ...noise(2000, 5)]);
    expect(compress(data, 1024).length).toBeGreaterThan(4000);
    expect(compress(data, 4096).length).toBeLessThan(2500);
  });
});

/** The worked example of schema/README.md is true. */

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decode, encode } from './codec.ts';
import { fromJson } from './json.ts';
import { checkTensor, codesOf } from './tensor.ts';
import type { WireTensor } from './types.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const example = readme.slice(readme.indexOf('### Worked example'));

function block(kind: string): string {
  const found = new RegExp(`^\`\`\`${kind}\n([\\s\\S]*?)^\`\`\``, 'm').exec(example);
  return found![1]!;
}

it('the hexadecimal block encodes the JSON block, and the other way round', () => {
  const tensor = fromJson(JSON.parse(block('json'))) as WireTensor;
  const digits = block('text')
    .split('\n')
    .flatMap((line) => /^((?:[0-9a-f]{2} ?)+) /.exec(line)?.[1]?.trim().split(' ') ?? []);
  const bytes = Uint8Array.from(digits, (text) => Number.parseInt(text, 16));
  expect(encode(tensor)).toEqual(bytes);
  expect(decode(bytes)).toEqual(tensor);
  checkTensor(tensor, 'example');
  expect([...codesOf(tensor)]).toEqual([2054, -1]);
});

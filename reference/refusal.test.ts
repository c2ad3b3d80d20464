import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { demand, Refusal, refusalCodes } from './refusal.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** The text of all modules that can refuse. */
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => /^(?!independent|mutants|examples|refusal).*\.ts$/.test(path))
  .filter((path) => !path.endsWith('.test.ts'))
  .map((path) => readFileSync(`${folder}${path}`, 'utf8'))
  .join('\n');

describe('the abort catalogue', () => {
  it('is closed', () => {
    // @ts-expect-error: there is no such code
    expect(new Refusal('A99', 'a message').code).toBe('A99');
    // @ts-expect-error: nor this one
    expect(() => demand(false, 'B1', 'a message')).toThrow('B1: a message');
  });

  it.each(Object.entries(refusalCodes))(
    '%s is raised somewhere, and says when: %s',
    (code, when) => {
      expect(sources).toMatch(new RegExp(`\\b(demand|Refusal)\\([^;]*'${code}'`));
      expect(when).toMatch(/^[A-Z].*\.$/);
    },
  );
});

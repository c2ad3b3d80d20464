import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from './make_folder.ts';

describe('makeFolder', () => {
  it('makes what is missing, and takes what is there', () => {
    const top = mkdtempSync(join(tmpdir(), 'goldvec-folder-'));
    const path = join(top, 'a', 'b', 'c');
    makeFolder(path);
    makeFolder(path);
    expect(existsSync(path)).toBe(true);
    writeFileSync(join(top, 'file'), '');
    expect(() => makeFolder(join(top, 'file', 'below'))).toThrow();
    rmSync(top, { recursive: true });
  });

  it.skipIf(!existsSync('/proc/self'))('ends where a file system lets nobody make folders', () => {
    expect(() => makeFolder('/proc/none/below')).toThrow(/ENOENT/);
  });
});

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mutants } from '../../reference/mutants/index.ts';
import { newAjv } from '../../schema/format/ajv.ts';
import { readManifest } from '../../schema/format/manifest.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import smokeSchema from '../../schema/smoke.schema.json' with { type: 'json' };
import { isFailure, parseKillMap } from './kill_map.ts';
import type { SmokeLevel } from './smoke.ts';

const dir = fileURLToPath(new URL('../../vectors', import.meta.url));
const text = (name: string): string => readFileSync(`${dir}/${name}`, 'utf8');
const kill = parseKillMap(text('kill.json'))!;
const smoke = JSON.parse(text('smoke.json')) as SmokeLevel;

describe('vectors/kill.json', () => {
  it('has a verdict for at least 180 mutants, none of them a failure', () => {
    const verdicts = Object.entries(kill.mutants);
    expect(verdicts.filter(([, { verdict }]) => isFailure(verdict))).toEqual([]);
    expect(verdicts.length).toBeGreaterThanOrEqual(180);
    expect(verdicts.map(([id]) => id)).toEqual(mutants.map(({ id }) => id));
  });

  it('names killing cases that exist', () => {
    const files = readVectors(dir, () => true);
    const unknown = files.flatMap((file) => {
      const record = kill.files.find((f) => f.contract === file.contract && f.op === file.op);
      const ids = new Set(file.cases.map((c) => c.id));
      const named = Object.values(record?.kills ?? {}).flat();
      return named.map((w) => `${file.op}/${w.split('#')[0]}`).filter((id) => !ids.has(id));
    });
    expect(unknown).toEqual([]);
  });

  it('stays below a megabyte', () => {
    expect(readFileSync(`${dir}/kill.json`).length).toBeLessThan(1_000_000);
  });
});

describe('vectors/smoke.json', () => {
  it('follows its schema', () => {
    const validate = newAjv().compile(smokeSchema);
    expect(validate(smoke), JSON.stringify(validate.errors)).toBe(true);
  });

  it('has cases of every op under every contract, a tenth of all at most', () => {
    const { files, totals } = readManifest(dir);
    const listed = Object.entries(smoke.ops).map(([op, groups]) => {
      return [op, groups.flatMap(({ contracts }) => contracts).sort()];
    });
    expect(listed).toEqual(files.map((f) => [f.op, f.contracts.map((part) => part.contract)]));
    const groups = Object.values(smoke.ops).flat();
    expect(groups.filter(({ cases }) => cases.length === 0)).toEqual([]);
    expect(smoke.cases).toBeLessThan(totals.cases / 10);
  });
});

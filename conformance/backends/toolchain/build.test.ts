/** The builder: caching by content, header dependencies, overlays, and errors a person can act on. */

import { statSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { patch } from '../patched.ts';
import { buildTarget } from './build.ts';
import { callsOf, headersOf, isKernel, readTree, unitsOf } from './sources.ts';
import { findTarget, targets } from './targets.ts';
import { readyTargets, representatives } from './tools.ts';

const ready = await readyTargets(['native:gcc-O2']);

describe.runIf(ready.size > 0)('buildTarget', () => {
  it('builds once', async () => {
    // of which no other process makes a build at the same time
    const overlay = patch('kernels/gv_rng.c', 'x << 13', 'x << 11');
    const first = await buildTarget('native:gcc-O2', { overlay });
    const { mtimeMs } = statSync(first.path);
    const second = await buildTarget('native:gcc-O2', { overlay });
    expect(second.path).toBe(first.path);
    expect(statSync(second.path).mtimeMs).toBe(mtimeMs);
  });

  it('gives other sources another place', async () => {
    const plain = await buildTarget('native:gcc-O2');
    const overlay = patch('kernels/gv_rng.c', 'x << 13', 'x << 12');
    const patched = await buildTarget('native:gcc-O2', { overlay });
    expect(patched.path).not.toBe(plain.path);
    expect(await buildTarget('native:gcc-O2', { overlay })).toEqual(patched);
  });

  it('explains a compiler error', async () => {
    const overlay = patch('ops/round.c', 'return GV_OK;', 'return GV_NO_SUCH_STATUS;');
    const built = buildTarget('native:gcc-O2', { overlay });
    await expect(built).rejects.toMatchObject({
      code: 'backend-build',
      message: expect.stringMatching(/ops\/round\.c:\d+:\d+: error: .*GV_NO_SUCH_STATUS/),
    });
  });

  it('refuses a warning', async () => {
    const overlay = patch('ops/round.c', 'return GV_OK;', 'int32_t unused = 0;\n    return GV_OK;');
    await expect(buildTarget('native:gcc-O2', { overlay })).rejects.toThrow('unused variable');
  });

  it('explains an unknown build', async () => {
    await expect(buildTarget('native:tcc-O2')).rejects.toMatchObject({
      code: 'backend-unknown',
      hint: expect.stringContaining('native:gcc-O2'),
    });
  });
});

describe('sources', () => {
  const tree = readTree();

  it('follows includes through headers', () => {
    const headers = headersOf(tree, ['ops/rng_draws.c']);
    expect(headers).toEqual(['gen/ops.h', 'include/goldvec.h', 'kernels/gv_rng.h']);
  });

  it('every port is compiled for its own targets only', () => {
    for (const target of targets) {
      const ports = unitsOf(tree, target).filter((path) => path.startsWith('ports/'));
      const startup = target.startup === undefined ? [] : [`ports/${target.startup}/startup.c`];
      const own = target.port === 'bench' ? ['bench.c', 'jobs.c', 'naive.c'] : ['port.c'];
      const expected = [...own.map((file) => `ports/${target.port}/${file}`), ...startup];
      expect(ports.sort()).toEqual(expected.sort());
    }
  });

  it('compiles every source once, and only shims together', () => {
    for (const target of targets) {
      const calls = callsOf(tree, target);
      expect(calls.flat().sort()).toEqual(unitsOf(tree, target).sort());
      const together = calls.filter((paths) => paths.length > 1).flat();
      expect(together.filter((path) => !path.startsWith('ops/'))).toEqual([]);
      expect(together.length > 0).toBe(target.compilesApart !== true);
    }
  });

  it('leaves a shim with its neighbours when another one comes', () => {
    const more = new Map([...tree, ['ops/a_new_one.c', '']]);
    const target = findTarget('native:gcc-O2')!;
    const before = callsOf(tree, target).map((paths) => paths.join());
    const after = callsOf(more, target).map((paths) => paths.join());
    expect(after.filter((paths) => !before.includes(paths))).toHaveLength(1);
  });

  it('one build shows that every shim includes what it uses', () => {
    const apart = targets.filter((t) => t.compilesApart && !['cost', 'count'].includes(t.port));
    expect(apart.map((t) => t.id)).toEqual(['native:gcc-O0']);
  });

  it('instruments kernels, shims and the probe only', () => {
    const { kernel } = findTarget('native:gcc-ubsan')!;
    expect(kernel.some((flag) => flag.startsWith('-fsanitize='))).toBe(true);
    const paths = ['kernels/gv_round.c', 'ops/round.c', 'harness/gv_probe.c', 'harness/gv_guard.c'];
    expect(paths.map(isKernel)).toEqual([true, true, true, false]);
  });

  it('nothing is linked with a sanitizer but the builds that end at the first finding', () => {
    const linked = targets.filter((t) => t.link.some((flag) => flag.startsWith('-fsanitize')));
    expect(linked.map((t) => t.id).sort()).toEqual([
      'fuzz',
      'native:clang-asan',
      'native:gcc-asan',
    ]);
  });
});

describe('the builds that tests try', () => {
  const backends = targets.filter(({ port }) => !['fuzz', 'bench', 'cost', 'count'].includes(port));
  const ids = backends.map(({ id }) => id);
  afterEach(() => void vi.unstubAllEnvs());

  it('stand for every port', () => {
    const ports = (list: typeof targets) => list.map(({ port }) => port).sort();
    expect(representatives.filter((id) => !ids.includes(id))).toEqual([]);
    expect(ports(representatives.map((id) => findTarget(id)!))).toEqual([
      ...new Set(ports(backends)),
    ]);
  });

  it('are those, or all that this machine has', async () => {
    vi.stubEnv('GOLDVEC_TEST_BUILDS', '');
    const all = await readyTargets(ids);
    vi.stubEnv('GOLDVEC_TEST_BUILDS', 'few');
    const few = await readyTargets(ids);
    expect([...few]).toEqual(ids.filter((id) => all.has(id) && representatives.includes(id)));
    expect(all.size === 0 || few.size < all.size).toBe(true);
  });
});

describe('patch', () => {
  it('refuses a text that does not stand there exactly once', () => {
    expect(() => patch('kernels/gv_rng.c', 'no such text', '')).toThrow('0 times');
    expect(() => patch('kernels/gv_rng.c', 'uint32_t', '')).toThrow(/\d+ times/);
  });
});

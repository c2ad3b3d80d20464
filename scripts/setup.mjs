/**
 * Installs whatever is missing on this machine: npm packages from the lock file and, where it may, the
 * Debian packages that the C backends need. Plain JavaScript without dependencies, because it runs before
 * anything is installed. Running it again when nothing is missing takes well under a second.
 */

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from './child.mjs';
import { linkCommand } from './link.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Debian packages, and the backends that cannot be built or run without each. */
const debianPackages = [
  { name: 'gcc', backends: 'native:gcc-*' },
  { name: 'libc6-dev', backends: 'native:*' },
  { name: 'libmsgpuck-dev', backends: 'native:*, wasm*, qemu:*' },
  { name: 'clang', backends: 'native:clang-*, wasm*' },
  { name: 'libclang-rt-14-dev', backends: 'native:clang-* (sanitizer runtime of the tests)' },
  { name: 'lld', backends: 'wasm*' },
  { name: 'wasi-libc', backends: 'wasm*' },
  { name: 'libclang-rt-14-dev-wasm32', backends: 'wasm*' },
  { name: 'gcc-arm-none-eabi', backends: 'qemu:*' },
  { name: 'libnewlib-arm-none-eabi', backends: 'qemu:*' },
  { name: 'qemu-system-arm', backends: 'qemu:*' },
  { name: 'python3-msgpack', backends: 'backends in Python' },
  { name: 'python3-numpy', backends: 'backends in Python' },
  { name: 'cmake', backends: 'those of projects with CMake (tests of the package)' },
  { name: 'pkg-config', backends: 'those of projects with pkg-config (tests of the package)' },
];

/** Only for `npm run setup`: large, and needed by one test. */
const browser = {
  name: 'chromium',
  use: 'npm run site:test, which reads the site as a reader would',
};

const say = (text) => process.stderr.write(`setup: ${text}\n`);

function run(command, args) {
  return runChild(command, args, { cwd: root, stdio: ['ignore', 2, 2] });
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  say(`Node 20.19 or later is needed, this is ${process.versions.node}`);
  process.exit(2);
}

/** `npm ci`, unless the installed tree was made from this very lock file. */
async function installNpmPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules', '.goldvec-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  if (lstatSync(dirname(stamp), { throwIfNoEntry: false })?.isSymbolicLink()) {
    // npm ci would empty the folder behind the link, which belongs to another checkout
    say('node_modules is a link: install where it leads to');
    return;
  }
  say('npm ci');
  const status = await run('npm', ['ci', '--no-audit', '--no-fund']);
  if (status !== 0) {
    say(`npm ci failed with status ${status}`);
    process.exit(4);
  }
  writeFileSync(stamp, lock);
}

function isInstalled(name) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholder
  const result = spawnSync('dpkg-query', ['-W', '-f', '${db:Status-Status}', name], {
    encoding: 'utf8',
  });
  return result.status === 0 && result.stdout === 'installed';
}

/** The prefix that gives root rights here: none, sudo, or undefined where there are none. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return sudo.status === 0 ? ['sudo', '-n'] : undefined;
}

function explainMissing(missing) {
  say('some backends are left out because these packages are missing:');
  for (const p of missing) say(`  ${p.name}: needed by ${p.backends}`);
  say(`to get them: sudo apt-get install ${missing.map((p) => p.name).join(' ')}`);
}

async function installDebianPackages() {
  if (spawnSync('dpkg-query', ['--version'], { stdio: 'ignore' }).status !== 0) {
    say('no dpkg here: install gcc, clang, lld, the Arm toolchain, QEMU and msgpuck yourself');
    return;
  }
  const missing = debianPackages.filter((p) => !isInstalled(p.name));
  if (missing.length === 0) return;
  const prefix = rootPrefix();
  if (prefix === undefined) {
    explainMissing(missing);
    return;
  }
  const apt = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
  say(`apt-get install ${missing.map((p) => p.name).join(' ')}`);
  await run(apt[0], [...apt.slice(1), 'update']);
  const names = missing.map((p) => p.name);
  await run(apt[0], [...apt.slice(1), 'install', '-y', '--no-install-recommends', ...names]);
  const still = missing.filter((p) => !isInstalled(p.name));
  if (still.length > 0) explainMissing(still);
}

/** A browser, where it may be installed; everything else works without it. */
async function installBrowser() {
  if (process.env.GOLDVEC_CHROMIUM || existsSync('/usr/bin/chromium')) return;
  const prefix = rootPrefix();
  if (prefix !== undefined && existsSync('/usr/bin/apt-get')) {
    const apt = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq'];
    say(`apt-get install ${browser.name}`);
    await run(apt[0], [...apt.slice(1), 'update']);
    await run(apt[0], [...apt.slice(1), 'install', '-y', '--no-install-recommends', browser.name]);
  }
  if (existsSync('/usr/bin/chromium')) return;
  say(`${browser.name} is missing; skipped without it: ${browser.use}`);
  say(`to get it: sudo apt-get install ${browser.name}, or name a browser in GOLDVEC_CHROMIUM`);
}

/** Everything the two README commands need. */
export async function setup() {
  checkNode();
  await installNpmPackages();
  linkCommand();
  await installDebianPackages();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setup();
  await installBrowser();
}

/** A cluster of Slurm that is this machine alone, for a test; needs root and Debian's slurm-wlm and munge. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface Cluster {
  /** what `sbatch` and its friends need to find it */
  readonly env: { readonly SLURM_CONF: string };
  close(): Promise<void>;
}

/** Ports of no other cluster. */
const ports = { controller: 16817, node: 16818 } as const;

function configuration(dir: string, host: string): string {
  const place = (name: string): string => join(dir, name);
  return `ClusterName=self
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${place('munge.sock')}
SlurmctldPort=${ports.controller}
SlurmdPort=${ports.node}
StateSaveLocation=${place('state')}
SlurmdSpoolDir=${place('spool')}
SlurmctldPidFile=${place('slurmctld.pid')}
SlurmdPidFile=${place('slurmd.pid')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
MpiDefault=none
NodeName=${host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`;
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

/** Waits until something is there. Errors: where a daemon ends before. */
async function until(isThere: () => boolean, daemons: readonly ChildProcess[]): Promise<void> {
  while (!isThere()) {
    const ended = daemons.find(hasEnded);
    if (ended !== undefined) throw new Error(`${ended.spawnfile} ended`);
    await pause(100);
  }
}

/** Starts the daemons in a folder, which is made. */
export async function openCluster(dir: string): Promise<Cluster> {
  for (const name of ['', 'state', 'spool']) mkdirSync(join(dir, name), { recursive: true });
  const [conf, key, socket] = ['slurm.conf', 'munge.key', 'munge.sock'].map((n) => join(dir, n));
  writeFileSync(conf!, configuration(dir, hostname().split('.')[0]!));
  writeFileSync(key!, randomBytes(1024), { mode: 0o400 });
  const env = { SLURM_CONF: conf! };
  const daemons: ChildProcess[] = [];
  const start = (file: string, args: readonly string[]): void => {
    daemons.push(spawn(file, args, { stdio: 'ignore', env: { ...process.env, ...env } }));
  };
  const files = ['pid', 'log', 'seed'].map(
    (kind) => `--${kind}-file=${join(dir, `munge.${kind}`)}`,
  );
  async function close(): Promise<void> {
    for (const daemon of daemons.toReversed()) daemon.kill();
    while (!daemons.every(hasEnded)) await pause(50);
  }
  const isIdle = (): boolean =>
    spawnSync('sinfo', ['-h', '-o', '%T'], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    }).stdout.trim() === 'idle';
  try {
    // below a folder that others may write to, it asks for force
    start('munged', [
      '--force',
      '--foreground',
      `--key-file=${key}`,
      `--socket=${socket}`,
      ...files,
    ]);
    await until(() => existsSync(socket!), daemons);
    start('slurmctld', ['-D']);
    start('slurmd', ['-D']);
    await until(isIdle, daemons);
    return { env, close };
  } catch (error) {
    await close();
    throw error;
  }
}

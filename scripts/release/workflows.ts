/** The workflows of the repository as data, for tests. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from '../cli/paths.ts';

export interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly 'working-directory'?: string;
}

export interface Job {
  readonly 'runs-on'?: string;
  readonly 'timeout-minutes'?: number;
  readonly needs?: string | readonly string[];
  readonly steps?: readonly Step[];
}

export interface Workflow {
  readonly file: string;
  readonly on: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = join(root, '.github', 'workflows');

/** Every workflow, by the name of its file. */
export function readWorkflows(): Workflow[] {
  return readdirSync(folder)
    .sort()
    .map(
      (file) =>
        ({ file, ...(parse(readFileSync(join(folder, file), 'utf8')) as object) }) as Workflow,
    );
}

/** The steps of a job. */
export function stepsOf(workflow: Workflow, job: string): readonly Step[] {
  return workflow.jobs[job]?.steps ?? [];
}

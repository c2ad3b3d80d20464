/** What a project's `goldvec.config.{ts,js,mjs,json}` holds; `schema/config.schema.json` describes the same. */

import type { SkipReason } from '../../conformance/core/events.ts';
import type { Level } from '../../conformance/core/level.ts';
import type { OverflowPolicy } from '../../conformance/core/overflow_policy.ts';

/** A program that speaks the protocol on standard input and output. */
export interface ProgramConfig {
  /** command line, run by the shell */
  readonly command: string;
  /** command line that builds it, run once before its first start */
  readonly build?: string;
  /** where both run, relative to the file; its own folder where left out */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface GoldvecConfig {
  /** by name: a program, or a backend as on the command line */
  readonly backends?: Readonly<Record<string, ProgramConfig | string>>;
  readonly contracts?: readonly string[];
  readonly ops?: readonly string[];
  /** ops that every backend must answer, by name or glob */
  readonly required?: readonly string[];
  /** reasons for which no case may be skipped */
  readonly failOnSkip?: readonly SkipReason[];
  readonly level?: Level;
  readonly overflow?: OverflowPolicy;
  /** path of the list of known failures */
  readonly knownFailures?: string;
  /** `name` or `name=file` */
  readonly reporters?: readonly string[];
  /** a vector folder other than that of the package */
  readonly vectors?: string;
  readonly timeoutMs?: number;
}

/** Gives editors the types of a configuration; returns it as it is. */
export function defineConfig(config: GoldvecConfig): GoldvecConfig {
  return config;
}

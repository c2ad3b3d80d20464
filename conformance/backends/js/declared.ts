/**
 * The one place where a call is held against the declaration of its op, before the kernel runs: names, roles,
 * formats, kinds and ranges of parameters, and the relations between tensors and parameters.
 */

import { type FitScope, firstMisfit } from '../../../schema/format/fits.ts';
import type { RunRequest, WireParam } from '../../../schema/format/types.ts';
import type { JsTensor } from './api.ts';
import { type Declaration, declarations } from './gen/calls.ts';
import { firstMisfitOfLayers } from './layer_fits.ts';

interface Entry {
  readonly text: string;
  readonly isOptional: boolean;
  /** of a tensor: `<` input, `>` target, `=` updated in place; of a parameter: `:` */
  readonly mark: string;
  readonly values: readonly string[];
  /** of a parameter: whether it is one that the op takes */
  readonly takes: (value: WireParam) => boolean;
}

/** The entries of a declaration, found by the names of a call. */
interface Entries {
  readonly all: readonly Entry[];
  find(name: string): Entry | undefined;
}

/** `#` stands for the number of a layer. */
function patternOf(name: string): RegExp {
  return new RegExp(`^${name.replace('#', '(?:0|[1-9]\\d?)')}$`);
}

function takerOf(values: readonly string[]): Entry['takes'] {
  const [first] = values as [string];
  if (first === 'f64') return (value) => value instanceof Uint8Array;
  if (first === 'f32') return (value) => typeof value === 'number' && value >= 0;
  const range = /^(-?\d+)\.\.(-?\d+)$/.exec(first);
  if (range !== null) {
    const [low, high] = [Number(range[1]), Number(range[2])];
    return (value) => typeof value === 'number' && value >= low && value <= high;
  }
  return (value) => typeof value === 'string' && (first === 'text' || values.includes(value));
}

function entriesOf(words: string): Entries {
  const all = words.split(' ').flatMap((word) => {
    const parts = /^([^?<>=:]+)(\??)([<>=:])(.*)$/.exec(word);
    if (parts === null) return [];
    const [, text, optional, mark, list] = parts as unknown as string[];
    const values = list!.split('|');
    const isOptional = optional === '?';
    return { text: text!, isOptional, mark: mark!, values, takes: takerOf(values) };
  });
  const named = new Map(all.map((entry) => [entry.text, entry]));
  const numbered = all
    .filter(({ text }) => text.includes('#'))
    .map((entry) => ({ entry, pattern: patternOf(entry.text) }));
  return {
    all,
    find: (name) => named.get(name) ?? numbered.find(({ pattern }) => pattern.test(name))?.entry,
  };
}

interface Parsed {
  readonly declaration: Declaration;
  readonly tensorEntries: Entries;
  readonly paramEntries: Entries;
}

const parsed = new Map<string, Parsed>();

function declarationOf(op: string): Parsed | undefined {
  const known = parsed.get(op);
  const declaration = declarations.get(op);
  if (known !== undefined || declaration === undefined) return known;
  const made = {
    declaration,
    tensorEntries: entriesOf(declaration.tensors),
    paramEntries: entriesOf(declaration.params),
  };
  parsed.set(op, made);
  return made;
}

function faultOfTensors(request: RunRequest, entries: Entries): string | undefined {
  for (const [isTarget, tensors] of [
    [false, request.inputs],
    [true, request.targets],
  ] as const) {
    for (const [name, { dtype, bits = 0 }] of Object.entries(tensors)) {
      const entry = entries.find(name);
      if (entry === undefined) return `tensor "${name}" is none of this op`;
      if ((entry.mark === '>') !== isTarget) {
        return `tensor "${name}" ${entry.mark === '>' ? 'is a target' : 'needs data'}`;
      }
      if (!entry.values.includes(dtype)) {
        return `tensor "${name}" has a dtype that the op does not take`;
      }
      if ((dtype === 'SYM' || dtype === 'ASYM') && bits > 32) {
        return `tensor "${name}" is wider than 32 bits`;
      }
    }
  }
  return undefined;
}

function faultOfParams(request: RunRequest, entries: Entries): string | undefined {
  for (const [name, value] of Object.entries(request.params)) {
    const entry = entries.find(name);
    if (entry === undefined) return `parameter "${name}" is none of this op`;
    if (!entry.takes(value)) {
      return `parameter "${name}" is of the wrong kind or out of range`;
    }
  }
  return undefined;
}

function faultOfPresence(request: RunRequest, d: Parsed): string | undefined {
  const { inputs, targets, params } = request;
  const isMissing = ({ text, isOptional }: Entry, records: readonly object[]): boolean =>
    !isOptional && !records.some((record) => Object.hasOwn(record, text));
  const tensor = d.tensorEntries.all.find((entry) => isMissing(entry, [inputs, targets]));
  if (tensor !== undefined) return `tensor "${tensor.text}" is missing`;
  const param = d.paramEntries.all.find((entry) => isMissing(entry, [params]));
  return param === undefined ? undefined : `parameter "${param.text}" is missing`;
}

/** Why the call is not one that its op takes; `undefined` where it is, or where the op is not declared. */
export function misfitOf(
  request: RunRequest,
  tensors: Readonly<Record<string, JsTensor>>,
): string | undefined {
  const d = declarationOf(request.op);
  if (d === undefined) return undefined;
  const fault =
    faultOfTensors(request, d.tensorEntries) ??
    faultOfParams(request, d.paramEntries) ??
    faultOfPresence(request, d);
  if (fault !== undefined) return fault;
  // a model asks for each of them many times
  const ownTensors = new Map(Object.entries(tensors));
  const ownParams = new Map(Object.entries(request.params));
  const scope: FitScope = {
    contract: request.contract,
    tensor: (name) => ownTensors.get(name),
    param: (name) => ownParams.get(name),
  };
  const { fits, isModel } = d.declaration;
  const name = firstMisfit(scope, fits);
  if (name !== undefined) {
    const kind = d.tensorEntries.find(name) !== undefined ? 'tensor' : 'parameter';
    return `${kind} "${name}" does not fit the call`;
  }
  return isModel ? firstMisfitOfLayers(scope) : undefined;
}

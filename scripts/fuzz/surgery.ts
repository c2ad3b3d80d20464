/**
 * Calls of the committed vectors with one part replaced by what no runner of ours would write: lengths near 2^31 and
 * 2^32, counts whose products wrap, values of another kind, keys that stand twice, names that alias, ranks out of
 * range, and each parameter of each op far from what fits the others.
 */

import { loadCorpus } from '../../conformance/core/load.ts';
import { requestOf } from '../../conformance/core/request.ts';
import { encode } from '../../schema/format/codec.ts';
import { countOfShape } from '../../schema/format/tensor.ts';
import type { RunRequest } from '../../schema/format/types.ts';
import type { WildFrame } from './frames.ts';
import {
  bytesOf,
  entriesAt,
  type Packed,
  PackedMap,
  packed,
  replacedAt,
  treeOf,
} from './packed.ts';

type Surgery = (tree: Packed, request: RunRequest) => Packed;

const list = (...values: number[]): Packed => values.map((value) => encode(value));

/** Integers as the format says them, and as it does not. */
const numbers: Readonly<Record<string, Packed>> = {
  '-1': bytesOf('ff'),
  '-128': bytesOf('d080'),
  '-2^31': bytesOf('d280000000'),
  '-2^63': bytesOf('d38000000000000000'),
  '2^31 - 1': bytesOf('ce7fffffff'),
  '2^31': bytesOf('ce80000000'),
  '2^32 - 1': bytesOf('ceffffffff'),
  '2^32': bytesOf('cf0000000100000000'),
  '2^64 - 1': bytesOf('cfffffffffffffffff'),
  '1 in nine bytes': bytesOf('cf0000000000000001'),
  'a float': bytesOf('ca3f800000'),
  'a float that is no number': bytesOf('ca7fc00000'),
  'a double that is no number': bytesOf('cb7ff8000000000000'),
  'an infinite double': bytesOf('cb7ff0000000000000'),
  nil: bytesOf('c0'),
  true: bytesOf('c3'),
  'a text': encode('1'),
  bytes: bytesOf('c40101'),
  'a list': list(1),
  'a map': new PackedMap([[encode('a'), encode(1)]]),
  'an extension': bytesOf('d4ff00'),
  'a byte that is no value': bytesOf('c1'),
  'nothing of nine hundred levels': bytesOf(`${'91'.repeat(900)}c0`),
};

const shapes: Readonly<Record<string, Packed>> = {
  'rank 0': [],
  'rank 9': list(1, 1, 1, 1, 1, 1, 1, 1, 1),
  'rank 300': Array.from({ length: 300 }, () => encode(1)),
  'a count of 2^32 - 1 extents': bytesOf('ddffffffff01'),
  'a product of 2^32': list(65_536, 65_536),
  'a product of 2^32 + 2^16': list(65_536, 65_537),
  'a product of 2^62': list(2 ** 31 - 1, 2 ** 31 - 1),
  'a product of 2^64': list(65_536, 65_536, 65_536, 65_536),
  'a product of 2^64, then 0': list(2 ** 31, 2 ** 31, 4, 0),
  'no element': list(0),
  'no row of 2^32 - 1': list(0, 2 ** 32 - 1),
};

const orders: Readonly<Record<string, Packed>> = {
  'an axis twice': list(0, 0),
  'an axis of 2^32 - 1': bytesOf('92ceffffffff00'),
  'an axis of -1': bytesOf('92ff00'),
  'more axes than there are': list(0, 1, 2, 3, 4, 5, 6, 7, 8),
  'no axis': [],
};

/** Bytes of data whose header says more or less than comes, or that are no bytes. */
const data: Readonly<Record<string, Packed>> = {
  'no byte': bytesOf('c400'),
  'one byte': bytesOf('c40100'),
  'bytes of 2^31 - 1': bytesOf('c67fffffff00'),
  'bytes of 2^32 - 1': bytesOf('c6ffffffff00'),
  'a text for bytes': encode('abcd'),
  'a list for bytes': list(0, 0, 0, 0),
  nil: bytesOf('c0'),
};

const names: Readonly<Record<string, Packed>> = {
  'no name': encode(''),
  'a name with a zero': bytesOf('a3780079'),
  'a name of 2^16 bytes': encode('n'.repeat(65_536)),
  'bytes for a name': bytesOf('c40178'),
  'a number for a name': encode(1),
  'a name of the prototype': encode('__proto__'),
};

const fieldsOfTensors = ['scale_bits', 'zero_point', 'bits', 'rounding', 'dtype'] as const;

function firstTensor({ inputs, targets }: RunRequest): readonly ['inputs' | 'targets', string][] {
  return [
    ...Object.keys(inputs)
      .slice(0, 1)
      .map((name) => ['inputs', name] as const),
    ...Object.keys(targets)
      .slice(0, 1)
      .map((name) => ['targets', name] as const),
  ] as ['inputs' | 'targets', string][];
}

/** The field of the first input and of the first target, set even where they have none. */
function setOfTensors(field: string, value: Packed): Surgery {
  return (tree, request) =>
    firstTensor(request).reduce((changed, [room, name]) => {
      return entriesAt(changed, [room, name], (entries) => [
        ...entries.filter(([key]) => Buffer.compare(packed(key), encode(field)) !== 0),
        [encode(field), value],
      ]);
    }, tree);
}

const all = (
  title: string,
  values: Readonly<Record<string, Packed>>,
  surgery: (value: Packed) => Surgery,
): (readonly [string, Surgery])[] =>
  Object.entries(values).map(([name, value]) => [`${title}: ${name}`, surgery(value)]);

const fieldOf =
  (path: readonly string[]) =>
  (value: Packed): Surgery => {
    return (tree) => replacedAt(tree, path, () => value);
  };

const twice =
  (path: readonly string[]): Surgery =>
  (tree) =>
    entriesAt(tree, path, (entries) => [...entries, ...entries]);

/** The first input once more among the targets, and the first target among the inputs. */
const alias: Surgery = (tree, request) =>
  firstTensor(request).reduce((changed, [room, name]) => {
    const other = room === 'inputs' ? 'targets' : 'inputs';
    const tensor = treeOf(request[room][name]);
    return entriesAt(changed, [other], (entries) => [...entries, [encode(name), tensor]]);
  }, tree);

/** What is done to one call of every op. */
export const surgeries: readonly (readonly [string, Surgery])[] = [
  ...all('seq', numbers, fieldOf(['seq'])),
  ...all('rng', numbers, fieldOf(['rng'])),
  ...all('verb', numbers, fieldOf(['verb'])),
  ...all('op', names, fieldOf(['op'])),
  ...all('contract', names, fieldOf(['contract'])),
  ...all('params', numbers, fieldOf(['params'])),
  ...all('inputs', numbers, fieldOf(['inputs'])),
  ...all('targets', numbers, fieldOf(['targets'])),
  ...all('shape', numbers, (value) => setOfTensors('shape', value)),
  ...all('extent', numbers, (value) => setOfTensors('shape', [value])),
  ...all('second extent', numbers, (value) => setOfTensors('shape', [encode(2), value])),
  ...all('shape', shapes, (value) => setOfTensors('shape', value)),
  ...all('order', orders, (value) => setOfTensors('order', value)),
  ...all('data', data, (value) => setOfTensors('data', value)),
  ...fieldsOfTensors.flatMap((field) => all(field, numbers, (v) => setOfTensors(field, v))),
  ...all('name of an input', names, (value) => (tree) => {
    return entriesAt(tree, ['inputs'], (e) => e.map(([, v], i) => [i === 0 ? value : e[i]![0], v]));
  }),
  ...all('name of a parameter', names, (value) => (tree) => {
    return entriesAt(tree, ['params'], (e) => [...e, [value, encode(1)]]);
  }),
  ['keys twice', twice([])],
  ['inputs twice', twice(['inputs'])],
  ['targets twice', twice(['targets'])],
  ['parameters twice', twice(['params'])],
  [
    'fields of a tensor twice',
    (tree, r) => twice(['inputs', Object.keys(r.inputs)[0] ?? ''])(tree, r),
  ],
  ['inputs and targets of one name', alias],
  ['no parameters', fieldOf(['params'])(new PackedMap([]))],
  ['no inputs', fieldOf(['inputs'])(new PackedMap([]))],
  ['no targets', fieldOf(['targets'])(new PackedMap([]))],
  [
    'four hundred parameters',
    (tree) =>
      entriesAt(tree, ['params'], (e) => [
        ...e,
        ...Array.from({ length: 400 }, (_, i) => [encode(`p${i}`), encode(i)] as const),
      ]),
  ],
];

/** Each parameter of a call with each of the numbers. */
function* parameterFrames(label: string, request: RunRequest): Generator<WildFrame> {
  const tree = treeOf(request);
  for (const name of Object.keys(request.params)) {
    for (const [title, value] of Object.entries({ ...numbers, 0: encode(0), 255: encode(255) })) {
      const payload = packed(replacedAt(tree, ['params', name], () => value));
      yield { label: `${label}: ${name}: ${title}`, payload };
    }
  }
}

/** A larger call says no more. */
const elementsMax = 600;

/** One small call of every op. */
function callsOf(vectorsDir: string): RunRequest[] {
  const { cases } = loadCorpus(vectorsDir, ({ contract }) => contract === 'sym-2026-07-21');
  const found = new Map<string, RunRequest>();
  for (const test of cases) {
    if (found.has(test.op) || test.vector.expected.status !== 'ok') continue;
    const { inputs, targets } = test.vector;
    const tensors = [...Object.values(inputs), ...Object.values(targets)];
    if (tensors.reduce((sum, { shape }) => sum + countOfShape(shape), 0) > elementsMax) continue;
    found.set(test.op, requestOf(test, 1));
  }
  return [...found.values()];
}

/** Every surgery on every op, and every parameter; of each `every` in turn one op, where that is more than 1. */
export function* surgeryFrames(vectorsDir: string, every = 1): Generator<WildFrame> {
  let turn = 0;
  for (const request of callsOf(vectorsDir)) {
    const tree = treeOf(request);
    for (const [title, surgery] of surgeries) {
      if (turn++ % every !== 0) continue;
      yield { label: `${request.op}: ${title}`, payload: packed(surgery(tree, request)) };
    }
    for (const frame of parameterFrames(request.op, request)) {
      if (turn++ % every === 0) yield frame;
    }
  }
}

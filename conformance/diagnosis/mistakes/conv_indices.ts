/**
 * Mistakes in the indices of a convolution: one coordinate of one operand is another one of the loop. Made over the
 * operands, their coordinates and what can be taken for each of them.
 */

import type { ConvExtents } from '../../../reference/kernels/conv1d.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';

/** One multiply-accumulate by what its loops stand at; channels within their group have a name of their own. */
interface Point {
  readonly group: number;
  /** channel of x within its group, of y within its group */
  readonly i: number;
  readonly o: number;
  readonly batch: number;
  readonly perIn: number;
  readonly perOut: number;
  readonly groups: number;
  readonly batches: number;
}

type Channel = (p: Point) => number;

interface Coordinate {
  readonly id: string;
  /** after "the channel of x is" */
  readonly words: string;
  readonly of: Channel;
}

/** What may be taken for the channel of one side, `own` within its group, the other side being `other`. */
function channelsOf(
  own: (p: Point) => number,
  other: (p: Point) => number,
  perOwn: (p: Point) => number,
  perOther: (p: Point) => number,
): readonly Coordinate[] {
  const inGroup = (c: number, p: Point): number => p.group * perOwn(p) + (c % perOwn(p));
  return [
    { id: 'without_group', words: 'without the offset of its group', of: own },
    { id: 'first_of_group', words: 'always the first of its group', of: (p) => inGroup(0, p) },
    { id: 'zero', words: 'always channel 0', of: () => 0 },
    { id: 'group', words: 'the number of its group', of: (p) => p.group },
    {
      id: 'other_in_group',
      words:
        'that of the other side, within its group: the scatter or gather takes the wrong channel of its group',
      of: (p) => inGroup(other(p), p),
    },
    {
      id: 'other',
      words: 'that of the other side',
      of: (p) => p.group * perOther(p) + other(p),
    },
    {
      id: 'offset_of_other',
      words: 'counted from the offset of the group on the other side',
      of: (p) => p.group * perOther(p) + own(p),
    },
    {
      id: 'interleaved',
      words: 'interleaved over the groups: channel · groups + group',
      of: (p) => own(p) * p.groups + p.group,
    },
    {
      id: 'offset_in_groups',
      words: 'counted from group · groups: the offset of the group is that many channels',
      of: (p) => p.group * p.groups + own(p),
    },
    {
      id: 'offset_one',
      words: 'counted from the number of the group: the offset of the group is one channel',
      of: (p) => p.group + own(p),
    },
    {
      id: 'reversed',
      words: 'counted from the last of its group',
      of: (p) => inGroup(perOwn(p) - 1 - own(p), p),
    },
    {
      id: 'next',
      words: 'the next one of its group',
      of: (p) => inGroup(own(p) + 1, p),
    },
    {
      id: 'groups_reversed',
      words: 'that of the groups in reverse order',
      of: (p) => (p.groups - 1 - p.group) * perOwn(p) + own(p),
    },
    {
      id: 'next_group',
      words: 'that of the next group',
      of: (p) => ((p.group + 1) % p.groups) * perOwn(p) + own(p),
    },
  ];
}

const ofInput = channelsOf(
  (p) => p.i,
  (p) => p.o,
  (p) => p.perIn,
  (p) => p.perOut,
);
const ofOutput = channelsOf(
  (p) => p.o,
  (p) => p.i,
  (p) => p.perOut,
  (p) => p.perIn,
);

/** What may be taken for the batch item. */
const items: readonly Coordinate[] = [
  { id: 'zero', words: 'always 0: the stride of the batch is missing', of: () => 0 },
  { id: 'next', words: 'the next one', of: (p) => (p.batch + 1) % p.batches },
  { id: 'reversed', words: 'counted from the last', of: (p) => p.batches - 1 - p.batch },
];

/** An index within a tensor; what is outside of it is not defined. */
function checked(index: number, count: number): number {
  if (index < 0 || index >= count) throw new RangeError(`index ${index} of ${count}`);
  return index;
}

/** Where a weight stands; of a gather [output channels, input channels per group, taps], of a scatter the channels exchanged. */
type Layout = (at: {
  readonly input: number;
  readonly output: number;
  readonly tap: number;
  readonly perIn: number;
  readonly perOut: number;
  readonly kernel: number;
  /** weights of one tap */
  readonly rows: number;
  readonly isScatter: boolean;
}) => number;

interface Moved {
  readonly x?: { readonly channel?: Channel; readonly item?: Channel };
  readonly y?: { readonly channel?: Channel; readonly item?: Channel };
  readonly w?: { readonly input?: Channel; readonly output?: Channel; readonly layout?: Layout };
}

const rowOf: Layout = ({ input, output, perIn, perOut, isScatter }) =>
  isScatter ? input * perOut + (output % perOut) : output * perIn + (input % perIn);

const inOrder: Layout = (at) => rowOf(at) * at.kernel + at.tap;

const layouts: readonly (readonly [string, string, Layout])[] = [
  [
    'exchanged',
    'with its channels exchanged: [in, out, tap] and [out, in, tap] are taken for one another',
    (at) => rowOf({ ...at, isScatter: !at.isScatter }) * at.kernel + at.tap,
  ],
  ['taps_first', 'as if the taps came first: [tap, …]', (at) => at.tap * at.rows + rowOf(at)],
  [
    'taps_between',
    'as if the taps stood between the channels',
    (at) => {
      const width = at.isScatter ? at.perOut : at.perIn;
      const row = rowOf(at);
      return (Math.floor(row / width) * at.kernel + at.tap) * width + (row % width);
    },
  ],
];

/** The three indices of a product, with the moved coordinates. */
function indicesOf(
  { x = {}, y = {}, w = {} }: Moved,
  e: ConvExtents,
  [xi, wi, yi]: readonly [number, number, number],
  isScatter: boolean,
): readonly [number, number, number] {
  const [perIn, perOut] = [e.inChannels / e.groups, e.outChannels / e.groups];
  const ic = Math.floor(xi / e.inLength) % e.inChannels;
  const oc = Math.floor(yi / e.outLength) % e.outChannels;
  const batch = Math.floor(xi / (e.inLength * e.inChannels));
  const p: Point = {
    group: Math.floor(oc / perOut),
    i: ic % perIn,
    o: oc % perOut,
    batch,
    perIn,
    perOut,
    groups: e.groups,
    batches: e.batch,
  };
  const channel = checked(x.channel?.(p) ?? ic, e.inChannels);
  const target = checked(y.channel?.(p) ?? oc, e.outChannels);
  const input = checked(w.input?.(p) ?? ic, e.inChannels);
  const output = checked(w.output?.(p) ?? oc, e.outChannels);
  const rows = e.inChannels * perOut;
  const tap = wi % e.kernel;
  const { kernel } = e;
  const place = { input, output, tap, perIn, perOut, kernel, rows, isScatter };
  return [
    ((x.item?.(p) ?? batch) * e.inChannels + channel) * e.inLength + (xi % e.inLength),
    checked((w.layout ?? inOrder)(place), rows * kernel),
    ((y.item?.(p) ?? batch) * e.outChannels + target) * e.outLength + (yi % e.outLength),
  ];
}

/** A gather sums into the output that it stands at, whatever index is meant; a scatter adds where it is told. */
function moving(moved: Moved): Pick<Primitives, 'gatherTaps' | 'scatterTaps'> {
  return {
    gatherTaps: (n, c, e, at, visit) =>
      primitives.gatherTaps(n, c, e, at, (...point) => visit(...indicesOf(moved, e, point, false))),
    scatterTaps: (n, c, e, visit) =>
      primitives.scatterTaps(n, c, e, (...point) => visit(...indicesOf(moved, e, point, true))),
  };
}

const sides = [
  ['x', 'the channel of x', ofInput, (channel: Channel): Moved => ({ x: { channel } })],
  ['y', 'the channel of y', ofOutput, (channel: Channel): Moved => ({ y: { channel } })],
  [
    'w_input',
    'the input channel of the weight',
    ofInput,
    (input: Channel): Moved => ({ w: { input } }),
  ],
  [
    'w_output',
    'the output channel of the weight',
    ofOutput,
    (output: Channel): Moved => ({ w: { output } }),
  ],
  ['x_item', 'the batch item of x', items, (item: Channel): Moved => ({ x: { item } })],
  ['y_item', 'the batch item of y', items, (item: Channel): Moved => ({ y: { item } })],
] as const;

const forms = [
  ['gather', 'gatherTaps', 'convolution', 'S91'],
  ['scatter', 'scatterTaps', 'scatter (transposed convolution, dx)', 'S93'],
] as const;

const layoutSlips: readonly Mutant[] = layouts.flatMap(([id, words, layout]) =>
  forms.map(
    ([form, name, kind, clause]): Mutant => ({
      id: `conv_weight_layout_${id}_${form}`,
      clause,
      bug: `in the loops of a ${kind} the weight is read ${words}`,
      fix: 'weights are [out, in, tap] for a convolution and [in, out, tap] for a transposed one, with the second within its group',
      fn: { [name]: moving({ w: { layout } })[name] },
    }),
  ),
);

const movedSlips: readonly Mutant[] = sides.flatMap(([side, what, coordinates, of]) =>
  coordinates.flatMap((coordinate) =>
    forms.map(
      ([form, name, words, clause]): Mutant => ({
        id: `conv_index_${side}_${coordinate.id}_${form}`,
        clause,
        bug: `in the loops of a ${words} ${what} is ${coordinate.words}`,
        fix: 'index every operand by its own channel, group and batch item',
        fn: { [name]: moving(of(coordinate.of))[name] },
      }),
    ),
  ),
);

/** Which outputs are summed at all, by their position and where the row begins with its padding; the others stay 0. */
const sown = [
  [
    'at_stride',
    'at multiples of the stride, counted with the padding',
    (o: number, pad: number, stride: number) => (o + pad) % stride === 0,
  ],
  [
    'at_stride_unpadded',
    'at multiples of the stride',
    (o: number, _pad: number, stride: number) => o % stride === 0,
  ],
] as const;

const sownSlips: readonly Mutant[] = sown.map(
  ([id, words, isSown]): Mutant => ({
    id: `conv_scatter_only_${id}`,
    clause: 'S93',
    bug: `a scatter (transposed convolution, dx) writes outputs only ${words}: those between them stay 0`,
    fix: 'add every tap where it falls',
    fn: {
      scatterTaps: (n, c, e, visit) =>
        primitives.scatterTaps(n, c, e, (xi, wi, yi) => {
          if (isSown(yi % e.outLength, e.padLeft, c.window.stride)) visit(xi, wi, yi);
        }),
    },
  }),
);

export const convIndexSlips: readonly Mutant[] = [...movedSlips, ...layoutSlips, ...sownSlips];

/** Goal: a mistaken coordinate of a convolution is the one that its sentence says, and the others stay right. */

import { describe, expect, it } from 'vitest';
import type { ConvExtents, Convolution1d, TapVisitor } from '../../../reference/kernels/conv1d.ts';
import { mutantNumerics } from '../../../reference/mutants/mutant.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import { convIndexSlips } from './conv_indices.ts';

const contract = 'sym-2026-07-21';
const conv: Convolution1d = {
  window: { kernel: 1, stride: 1, dilation: 1, padding: 'VALID', paddingAmount: 0 },
  groups: 2,
  outputPadding: 0,
};
// two items, two groups of two input channels and three output channels each, one position
const extents: ConvExtents = {
  batch: 2,
  inChannels: 4,
  outChannels: 6,
  inLength: 1,
  outLength: 1,
  kernel: 1,
  groups: 2,
  padLeft: 0,
};

type Visit = Parameters<TapVisitor>;

function visitsOf(n: Numerics, form: 'gather' | 'scatter'): Visit[] {
  const visits: Visit[] = [];
  const visit: TapVisitor = (...at) => visits.push(at);
  if (form === 'scatter') n.fn.scatterTaps(n, conv, extents, visit);
  else {
    for (let b = 0; b < 2; b++) {
      for (let oc = 0; oc < 6; oc++) n.fn.gatherTaps(n, conv, extents, { b, oc, o: 0 }, visit);
    }
  }
  return visits;
}

const under = (id: string): Numerics => {
  const mutant = convIndexSlips.find((one) => one.id === id);
  expect(mutant, id).toBeDefined();
  return mutantNumerics(contract, [mutant!]);
};

/** Which of the indices into x, w and y differ from the right ones. */
function moved(id: string, form: 'gather' | 'scatter'): { right: Visit; got: Visit }[] {
  const right = visitsOf(newNumerics(contract), form);
  return visitsOf(under(id), form).map((got, i) => ({ right: right[i]!, got }));
}

describe('a coordinate of a convolution', () => {
  it.each(['gather', 'scatter'] as const)('is that of channel 0 of x in a %s', (form) => {
    for (const { right, got } of moved(`conv_index_x_zero_${form}`, form)) {
      // four channels of one position: an item has four elements
      expect(got).toEqual([right[0] - (right[0] % 4), right[1], right[2]]);
    }
  });

  it.each(['gather', 'scatter'] as const)('is that of the next group of x in a %s', (form) => {
    for (const { right, got } of moved(`conv_index_x_next_group_${form}`, form)) {
      const item = right[0] - (right[0] % 4);
      expect(got).toEqual([item + (((right[0] % 4) + 2) % 4), right[1], right[2]]);
    }
  });

  it('is that of the other item of x', () => {
    for (const { right, got } of moved('conv_index_x_item_next_gather', 'gather')) {
      expect(got).toEqual([(right[0] + 4) % 8, right[1], right[2]]);
    }
  });

  it('is that of the first output channel of the group in the weight', () => {
    for (const { right, got } of moved('conv_index_w_output_first_of_group_gather', 'gather')) {
      // rows of two input channels, three of them to a group
      const row = Math.floor(right[1] / 2);
      expect(got).toEqual([right[0], (row - (row % 3)) * 2 + (right[1] % 2), right[2]]);
    }
  });

  it('is that of a weight with its channels exchanged', () => {
    // a gather has rows of two input channels, read here as rows of three output channels
    for (const { right, got } of moved('conv_weight_layout_exchanged_gather', 'gather')) {
      const [output, input] = [Math.floor(right[1] / 2), right[1] % 2];
      const group = Math.floor(output / 3);
      expect(got).toEqual([right[0], (group * 2 + input) * 3 + (output % 3), right[2]]);
    }
    // and a scatter the other way round
    for (const { right, got } of moved('conv_weight_layout_exchanged_scatter', 'scatter')) {
      const [input, output] = [Math.floor(right[1] / 3), right[1] % 3];
      const group = Math.floor(input / 2);
      expect(got).toEqual([right[0], (group * 3 + output) * 2 + (input % 2), right[2]]);
    }
  });

  it('that leaves its tensor is not defined', () => {
    // channel 2 of the second group, counted from the three channels of the other side, is the sixth of four
    expect(() => visitsOf(under('conv_index_x_offset_of_other_gather'), 'gather')).toThrow(
      RangeError,
    );
  });

  it('has an identity and a sentence of its own', () => {
    expect(new Set(convIndexSlips.map(({ id }) => id)).size).toBe(convIndexSlips.length);
    expect(new Set(convIndexSlips.map(({ bug }) => bug)).size).toBe(convIndexSlips.length);
  });
});

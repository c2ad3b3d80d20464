/** Mistakes in decoding whole tensors and windows (S27, S54). */

import { primitives } from '../../primitives.ts';
import { countOf, packed } from '../../tensor.ts';
import type { Mutant } from '../mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'sign_extension_of_affine_codes',
    clause: 'S6',
    pitfalls: ['A-M53'],
    bug: 'ASYM codes are sign-extended',
    fix: 'ASYM codes are unsigned',
    fn: {
      codesOf: (n, t) =>
        t.dtype === 'ASYM'
          ? n.fn.unpackSigned(n, packed(t), t.bits, countOf(t.shape))
          : primitives.codesOf(n, t),
    },
  },
  {
    id: 'window_ignores_offset',
    clause: 'S54',
    bug: 'the streaming window always starts at element 0',
    fix: 'read elements [offset, offset + count)',
    fn: {
      decodeWindow: (n, t, offset, count) => {
        primitives.decodeWindow(n, t, offset, count);
        return n.fn.decodeTensor(n, t).slice(0, count);
      },
    },
  },
];

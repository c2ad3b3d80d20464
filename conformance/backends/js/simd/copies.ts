/** Copies of values that stand in even steps. */

import { func, i32, repeat } from './assembler.ts';

/** Rows of so many values each, at least one of both; steps are in bytes. */
export const copyGrid = func(
  {
    from: 'i32',
    fromRow: 'i32',
    fromStep: 'i32',
    to: 'i32',
    toRow: 'i32',
    toStep: 'i32',
    rows: 'i32',
    count: 'i32',
  },
  { source: 'i32', place: 'i32', left: 'i32' },
  ({ get, set }) => [
    repeat(
      [
        set('source', get('from')),
        set('place', get('to')),
        set('left', get('count')),
        repeat(
          [
            i32.store(get('place'), i32.load(get('source'))),
            set('source', i32.add(get('source'), get('fromStep'))),
            set('place', i32.add(get('place'), get('toStep'))),
            set('left', i32.add(get('left'), i32.constant(-1))),
          ],
          get('left'),
        ),
        set('from', i32.add(get('from'), get('fromRow'))),
        set('to', i32.add(get('to'), get('toRow'))),
        set('rows', i32.add(get('rows'), i32.constant(-1))),
      ],
      get('rows'),
    ),
  ],
);

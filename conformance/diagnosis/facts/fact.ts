/** What can be measured in wrong answers without an idea of their cause. Words are put to it in `text.ts`. */

/** The most telling first: where several hold for an op, the first is told. */
export const factKinds = [
  'writes_input',
  'accepts',
  'refuses',
  'missing',
  'other_form',
  'never_written',
  'partly_written',
  'not_cleared',
  'added_to_old',
  'unchanged',
  'copy_of',
  'answer_of',
  'zeros',
  'inverted',
  'negated',
  'wraps',
  'clamped',
  'narrowed',
  'all_nan',
  'no_nan',
  'transposed',
  'reversed',
  'shifted',
  'running_sum',
  'all_equal',
  'permuted',
  'counts_from_start',
  'scale_as_before',
  'scale_of',
  'scale_of_range',
  'scale_is_one',
  'scaled',
  'times',
  'over',
  'plus',
  'minus',
  'is_negated',
  'reciprocal',
  'squared',
  'rooted',
  'magnitude',
  'scaled_each',
  'scale_scaled',
  'scale_only',
  'zero_point_as_before',
  'zero_point',
  'draws_none',
  'draws_too_many',
  'draws_too_few',
  'generator',
  'off_by',
  'straddling',
  'after_negative',
  'above',
  'below',
  'outward',
  'inward',
  'last_place',
  'last_digits',
  'wrong',
] as const;
export type FactKind = (typeof factKinds)[number];

/** Where the wrong elements are, if they are not everywhere; the narrowest first. */
export const placeKinds = [
  'last_element',
  'first_element',
  'later_batches',
  'third_batch_on',
  'last_index',
  'first_index',
  'remainder',
  'from_index',
  'negative_only',
  'from_half',
  'zero_only',
  'odd_only',
] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** A measured property; the parameters belong to it: facts with others are other facts. */
export interface Fact {
  readonly kind: FactKind;
  readonly parameters: Readonly<Record<string, string | number>>;
}

export interface Place {
  readonly kind: PlaceKind;
  readonly parameters: Readonly<Record<string, string | number>>;
}

export function fact(kind: FactKind, parameters: Fact['parameters'] = {}): Fact {
  return { kind, parameters };
}

export function place(kind: PlaceKind, parameters: Place['parameters'] = {}): Place {
  return { kind, parameters };
}

/** Equal for equal facts. */
export function keyOf({ kind, parameters }: Fact | Place): string {
  return JSON.stringify([kind, parameters]);
}

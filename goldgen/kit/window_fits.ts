/** What must hold between the tensors of windows: convolutions and pools, which read extents as stored. */

import {
  and,
  atLeast,
  below,
  choice,
  count,
  dim,
  divides,
  equal,
  type Fits,
  ifGiven,
  implies,
  isOf,
  isWord,
  minus,
  not,
  or,
  over,
  param,
  plus,
  rank,
  sameDims,
  type Term,
  times,
} from './fits.ts';

const isCube = (name: string): Term => equal(rank(name), 3);
const length = (name: string): Term => dim(name, 2);
/** Also where a model leaves the padding out. */
const isValid = not(isWord('padding', 'SAME', 'EXPLICIT'));
/** SAME divides the length of its input. */
const samePads = (name: string): Term => implies(isWord('padding', 'SAME'), below(0, length(name)));

/** The long and the short side of a pool have the same rows. */
export function poolFits(long: string, short: string): Fits {
  const rows = (name: string): Term => times(dim(name, 0), dim(name, 1));
  return {
    [long]: [isCube(long)],
    [short]: [isCube(short), equal(rows(short), rows(long))],
  };
}

/** Pools over windows; a kernel of 0 is refused before anything is looked at. */
export function windowPoolFits(long: string, short: string): Fits {
  return {
    ...poolFits(long, short),
    padding: [or(equal(param('kernel'), 0), samePads(long))],
  };
}

/** Groups that do not divide the channels are refused, whatever the weights are. */
const groupsDivide = (x: string, y: string): Term =>
  and(divides(param('groups'), dim(x, 1)), divides(param('groups'), dim(y, 1)));

const side = (name: string): Term => dim(name, 1);

/** The weights of a kernel from x to y: [Cout, Cin/groups, K], transposed [Cin, Cout/groups, K]. */
function weightsFit(w: string, isTransposed: boolean): Term {
  const [rows, columns] = isTransposed ? [side('x'), side('y')] : [side('y'), side('x')];
  return and(
    isCube(w),
    equal(dim(w, 0), rows),
    equal(times(dim(w, 1), param('groups')), columns),
    equal(length(w), param('kernel')),
  );
}

/** A producer of June converts nothing: its operands and its raw result are in the format of its arithmetic. */
export function rawProducerFits(y: string, arithmetic: string): Term {
  const matches = or(
    and(isWord(arithmetic, 'ARITH_FLOAT32'), isOf(y, 'FLOAT32')),
    and(isWord(arithmetic, 'ARITH_SYM_INT32'), isOf(y, 'SYM_INT32')),
  );
  return implies(choice('producers', 'raw'), matches);
}

/** The raw kernels. */
export function convKernelFits(isTransposed: boolean): Fits {
  const divide = groupsDivide('x', 'y');
  const scatters = and(isValid, equal(length('x'), 0));
  return {
    groups: [below(0, param('groups'))],
    kernel: [below(0, param('kernel'))],
    x: [isCube('x')],
    y: [isCube('y'), implies(divide, equal(dim('y', 0), dim('x', 0)))],
    padding: [
      implies(divide, samePads(isTransposed ? 'y' : 'x')),
      ...(isTransposed ? [implies(divide, `${scatters} not`)] : []),
    ],
    weight: [implies(divide, weightsFit('weight', isTransposed))],
    bias: [ifGiven('bias', implies(divide, equal(count('bias'), side('y'))))],
  };
}

/** What the layers refuse before they look at the rest: no groups, or weights of another kernel. */
const isLayer = (x: string, y: string): Term =>
  and(
    groupsDivide(x, y),
    isCube('weight'),
    equal(length('weight'), param('kernel')),
    below(0, param('kernel')),
  );

/** A transposed layer is VALID, or refused. */
function layerPads(isTransposed: boolean, x: string): Term {
  return isTransposed ? implies(isValid, below(0, length(x))) : samePads(x);
}

export function convForwardFits(isTransposed: boolean): Fits {
  const goesOn = isTransposed ? and(isLayer('x', 'y'), isValid) : isLayer('x', 'y');
  const inFormat = (name: string): Term => implies(goesOn, rawProducerFits(name, 'arithmetic'));
  return {
    x: [isCube('x'), inFormat('x')],
    y: [isCube('y'), implies(goesOn, equal(dim('y', 0), dim('x', 0))), inFormat('y')],
    kernel: [or(equal(param('groups'), 0), below(0, param('kernel')))],
    padding: [implies(goesOn, layerPads(isTransposed, 'x'))],
    weight: [inFormat('weight'), implies(goesOn, weightsFit('weight', isTransposed))],
    bias: [
      ifGiven('bias', inFormat('bias')),
      ifGiven('bias', implies(goesOn, equal(count('bias'), side('y')))),
    ],
  };
}

export function convBackwardFits(isTransposed: boolean): Fits {
  const channels = isTransposed ? times(dim('weight', 1), param('groups')) : dim('weight', 0);
  const lossFits = and(equal(dim('dy', 0), dim('x', 0)), equal(side('dy'), channels));
  const parts = [isLayer('x', 'dy'), lossFits, ...(isTransposed ? [isValid] : [])];
  const goesOn = and(...parts);
  const weights = isTransposed
    ? equal(dim('weight', 0), side('x'))
    : equal(times(dim('weight', 1), param('groups')), side('x'));
  return {
    x: [isCube('x')],
    dy: [isCube('dy')],
    kernel: [or(equal(param('groups'), 0), below(0, param('kernel')))],
    padding: [
      implies(goesOn, samePads('x')),
      implies(and(goesOn, isValid), below(0, length(isTransposed ? 'x' : 'dy'))),
    ],
    weight: [implies(goesOn, weights)],
    weight_grad: [implies(goesOn, sameDims('weight_grad', 'weight'))],
    bias_grad: [ifGiven('bias_grad', implies(goesOn, equal(count('bias_grad'), channels)))],
    dx: [
      implies(goesOn, rawProducerFits('dx', 'dx_arithmetic')),
      implies(
        goesOn,
        and(isCube('dx'), equal(dim('dx', 0), dim('x', 0)), equal(side('dx'), side('x'))),
      ),
    ],
  };
}

/** MaxPool: a kernel has at least one tap, and there is a position for every output. */
export function maxPoolFits(long: string, short: string): Fits {
  const positions = times(dim('argmax', 0), dim('argmax', 1));
  const rows = times(dim(short, 0), dim(short, 1));
  return {
    ...poolFits(long, short),
    kernel: [below(0, param('kernel'))],
    padding: [samePads(long)],
    argmax: [
      isCube('argmax'),
      // another length is refused
      implies(equal(length('argmax'), length(short)), atLeast(positions, rows)),
    ],
  };
}

/** Number of windows over a length (S88). */
export function windowOutputs(inputs: Term): Term {
  const stride = param('stride');
  const pads = times(2, isWord('padding', 'EXPLICIT'), param('padding_amount'));
  const span = plus(times(param('dilation'), minus(param('kernel'), 1)), 1);
  const padded = plus(inputs, pads);
  const whole = times(atLeast(padded, span), plus(over(minus(padded, span), stride), 1));
  const same = over(minus(plus(inputs, stride), 1), stride);
  const isSame = isWord('padding', 'SAME');
  return plus(times(isSame, same), times(not(isSame), whole));
}

/** H5, L35: the opt-in validator. A violation is an answer, not a refusal. */

import type { LayerKind } from '../../../reference/layers/layer.ts';
import { type Dtype, dtypes, ints } from '../../../reference/tensor.ts';
import type { ValidatedLayer } from '../../../reference/training/validator.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { atLeast, count, equal, param } from '../../kit/fits.ts';
import { target } from '../../kit/tensors.ts';
import {
  type CaseGen,
  type CaseInput,
  defineOp,
  type OpCall,
  type ParamSpec,
  type RecordNote,
} from '../../op.ts';
import { ofLayer } from './model_names.ts';
import { layerKinds } from './model_specs.ts';

const layersMax = 8;
const rules = ['V1', 'V2', 'V3', 'V4'] as const;
const reasons = ['null_model', 'null_layer', 'unquantized_producer'] as const;

/** `kind`, `kind:output` or `kind:output:forward`; output and arithmetic default to SYM_INT32. */
function layerParams(layers: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  layers.forEach((text, i) => {
    const [kind = 'null', output = 'SYM_INT32', forward = 'ARITH_SYM_INT32'] = text.split(':');
    params[ofLayer(i, 'kind')] = kind;
    if (kind === 'null') return;
    params[ofLayer(i, 'output')] = output;
    params[ofLayer(i, 'forward')] = forward;
  });
  return params;
}

const modelCase = casesOf((rule: string, layers: readonly string[] | undefined) => {
  const params = { rule, layers: layers?.length ?? -1, ...layerParams(layers ?? []) };
  const tensors = {
    valid: target('INT32', [1]),
    violations: target('INT32', [Math.max(1, layers?.length ?? 1)]),
  };
  return { tensors, params };
});

const models: readonly {
  readonly flags: string;
  readonly layers: readonly string[] | undefined;
}[] = [
  {
    flags: 'valid last_producer',
    layers: ['linear', 'quantization', 'layer_norm', 'quantization', 'linear'],
  },
  { flags: 'null', layers: undefined },
  { flags: 'null', layers: [] },
  { flags: 'null', layers: ['null'] },
  { flags: 'null', layers: ['null', 'relu', 'null'] },
  { flags: 'null every_violation', layers: ['linear', 'null'] },
  { flags: 'null adjacency', layers: ['linear', 'quantization', 'null', 'layer_norm'] },
  { flags: 'last_producer', layers: ['linear'] },
  { flags: 'last_producer', layers: ['relu', 'layer_norm'] },
  { flags: 'adjacency', layers: ['linear', 'relu', 'quantization'] },
  { flags: 'adjacency', layers: ['linear', 'quantization', 'relu'] },
  { flags: 'adjacency', layers: ['linear', 'flatten', 'quantization', 'linear'] },
  { flags: 'every_violation', layers: ['linear', 'layer_norm', 'relu', 'linear', 'softmax'] },
  { flags: 'convolutions', layers: ['conv1d', 'relu', 'quantization'] },
  { flags: 'convolutions', layers: ['conv1d_transposed', 'quantization'] },
  { flags: 'convolutions', layers: ['conv1d', 'conv1d_transposed', 'max_pool1d'] },
  { flags: 'key', layers: ['linear:SYM_INT32:ARITH_FLOAT32', 'relu'] },
  { flags: 'key', layers: ['linear:FLOAT32:ARITH_SYM_INT32', 'relu'] },
  { flags: 'key', layers: ['layer_norm:FLOAT32:ARITH_FLOAT32', 'relu'] },
  { flags: 'key', layers: ['linear:SYM:ARITH_SYM_INT32', 'relu'] },
  { flags: 'key', layers: ['group_norm', 'avg_pool1d', 'relu'] },
];

function* cases(g: CaseGen): Iterable<CaseInput> {
  const own = g.contract.validator;
  // rule V3 was in force on 2026-07-02 and 07-03 only: no built-in contract selects it
  const applied = own === 'V4' ? (['V4', 'V3'] as const) : [own];
  for (const rule of applied) {
    for (const { flags, layers } of models) {
      yield modelCase('directed', `${flags} rule_${rule}`, rule, layers);
    }
    for (const r of seeded(g, `random/${rule}`, 25)) {
      const count = r.int(4, layersMax);
      const layers = Array.from({ length: count }, () => {
        if (r.chance(1, 12)) return 'null';
        const kind = r.pick(['linear', 'layer_norm', 'conv1d', 'quantization', ...layerKinds]);
        const output = r.pick(['SYM_INT32', 'SYM_INT32', 'FLOAT32']);
        return `${kind}:${output}:${r.pick(['ARITH_SYM_INT32', 'ARITH_FLOAT32'])}`;
      });
      yield modelCase('random', `rule_${rule}`, rule, layers);
    }
  }
  if (own !== 'V4') return;
  const long = ['relu', 'relu', 'relu', 'relu', 'relu', 'relu', 'linear', 'relu'];
  yield modelCase('directed', 'key rule_V3', 'V3', long);
}

function layerParamSpecs(): Record<string, ParamSpec> {
  const specs: Record<string, ParamSpec> = {};
  for (let i = 0; i < layersMax; i++) {
    const doc = `of layer ${i}`;
    const optional = true;
    const last = i === layersMax - 1 ? { unread: 'the last layer is never reported' } : {};
    specs[ofLayer(i, 'kind')] = {
      kind: 'word',
      values: [...layerKinds, 'null'],
      optional,
      doc: `kind ${doc}`,
    };
    specs[ofLayer(i, 'output')] = {
      kind: 'word',
      values: dtypes,
      optional,
      ...last,
      doc: `declared output dtype ${doc}`,
    };
    const values = ['ARITH_FLOAT32', 'ARITH_SYM_INT32'];
    specs[ofLayer(i, 'forward')] = {
      kind: 'word',
      values,
      optional,
      ...last,
      doc: `forward arithmetic ${doc}`,
    };
  }
  return specs;
}

function modelOf(call: OpCall): (ValidatedLayer | undefined)[] | undefined {
  const count = call.number('layers');
  if (count < 0) return undefined;
  return Array.from({ length: count }, (_, i) => {
    const kind = call.word(ofLayer(i, 'kind'));
    if (kind === 'null') return undefined;
    return {
      kind: kind as LayerKind,
      output: call.word(ofLayer(i, 'output')) as Dtype,
      forward: call.word(ofLayer(i, 'forward')) as ValidatedLayer['forward'],
    };
  });
}

function ruleNote(bug: string): RecordNote {
  return { bug, effect: 'models with raw wires pass, or legal ones are rejected' };
}

export default defineOp({
  name: 'validate_model',
  version: 1,
  clause: 'H5',
  summary: 'every violation of the opt-in model validator, by layer',
  since: '2026-06-11',
  params: {
    rule: { kind: 'word', values: rules, doc: 'the contract’s rule; V3 belongs to no contract' },
    layers: { kind: 'int', min: -1, max: layersMax, doc: 'number of layers; −1: a null model' },
    ...layerParamSpecs(),
  },
  tensors: {
    valid: { role: 'out', dtypes: ['INT32'], doc: '[1]: 1 or 0' },
    violations: {
      role: 'out',
      dtypes: ['INT32'],
      doc: '[max(1, layers)]: 0 none, 1 null model (in place 0), 2 null layer, 3 unquantized producer',
    },
  },
  fits: {
    valid: [equal(count('valid'), 1)],
    // one place even where there is no layer
    violations: [atLeast(count('violations'), 1), atLeast(count('violations'), param('layers'))],
  },
  notes: {
    valid: { bug: 'the worked chain rejected', effect: 'good models are refused' },
    null: {
      bug: 'a null model or layer that crashes, or an empty model rejected',
      effect: 'the validator is no diagnosis',
    },
    last_producer: {
      bug: 'a producer in last position reported',
      effect: 'every model is rejected',
    },
    adjacency: {
      bug: 'a Quantization layer found further down accepted',
      effect: 'a layer between runs on raw wires',
    },
    every_violation: {
      bug: 'only the first violation reported',
      effect: 'models are repaired one layer at a time',
    },
    convolutions: {
      bug: 'convolutions not counted as producers from V2 on, or already in V1',
      effect: 'raw convolution wires pass',
    },
    key: {
      bug: 'keyed on storage where the rule says arithmetic, or on every quantized dtype',
      effect: 'float models are rejected or raw ones pass',
    },
    rule_V1: ruleNote('the rule of V2 applied, in which convolutions count as producers'),
    rule_V2: ruleNote('the rule of V1 applied, in which convolutions are no producers'),
    rule_V3: ruleNote('the rule of V2 applied, which finds producers by their output dtype'),
    rule_V4: ruleNote('the rule of an older contract applied, which reports unquantized producers'),
  },
  run(n, call) {
    const rule = rules.find((r) => r === call.params.rule) ?? n.contract.validator;
    const found = n.fn.modelViolations(n, modelOf(call), rule);
    ints(call.tensor('valid', 1))[0] = found.length === 0 ? 1 : 0;
    const count = Math.max(1, call.number('layers'));
    const violations = ints(call.tensor('violations', count)).fill(0);
    for (const { index, reason } of found) {
      violations[Math.max(0, index)] = 1 + reasons.indexOf(reason);
    }
  },
  cases,
});

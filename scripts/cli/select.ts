/** Ops, contracts and cases named on the command line. */

import type { OpDef } from '../../goldgen/op.ts';
import { findOp, ops } from '../../goldgen/registry.ts';
import { type ContractId, contractIds } from '../../reference/contracts.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { nearest } from './suggest.ts';

function isContract(name: string): name is ContractId {
  return (contractIds as readonly string[]).includes(name);
}

/** The named contract. Errors: contract-unknown. */
export function contractNamed(name: string): ContractId {
  if (isContract(name)) return name;
  const hint = `one of ${contractIds.join(', ')}`;
  throw new GoldError('contract-unknown', `there is no contract "${name}"`, { hint });
}

/** The named contracts in their own order, or all. */
export function contractsNamed(names: readonly string[]): ContractId[] {
  const wanted = new Set(names.map(contractNamed));
  return contractIds.filter((id) => names.length === 0 || wanted.has(id));
}

/** The named op. Errors: op-unknown. */
export function opNamed(name: string): OpDef {
  const op = findOp(name);
  if (op !== undefined) return op;
  const near = nearest(
    name,
    ops.map((o) => o.name),
  );
  const hint = near === undefined ? 'see `goldvec list ops`' : `did you mean ${near}?`;
  throw new GoldError('op-unknown', `there is no op "${name}"`, { hint });
}

/** The named ops in registry order, or all. */
export function opsNamed(names: readonly string[]): OpDef[] {
  const wanted = new Set(names.map((name) => opNamed(name).name));
  return ops.filter((op) => names.length === 0 || wanted.has(op.name));
}

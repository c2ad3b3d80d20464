/** `goldvec list`: ops, cases, contracts, flags, backends. */

import { Argument, type Command } from 'commander';
import { readMarks } from '../../../conformance/core/marks.ts';
import { contractsOf } from '../../../goldgen/op.ts';
import { familyOf } from '../../../goldgen/registry.ts';
import { type ContractId, contracts, defaultContractId } from '../../../reference/contracts.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { readLargeFile } from '../../../schema/format/large_file.ts';
import type { VectorFile } from '../../../schema/format/types.ts';
import { readVectors } from '../../../schema/format/vector_folder.ts';
import { allBackends } from '../backends.ts';
import { listOption } from '../options.ts';
import { vectorsDir } from '../paths.ts';
import { columns, print } from '../print.ts';
import { contractsNamed, opsNamed } from '../select.ts';

interface Options {
  readonly op: readonly string[];
  readonly contract: readonly string[];
  readonly json?: true;
}

type Row = Readonly<Record<string, string | number | readonly string[]>>;

const kinds = ['ops', 'cases', 'contracts', 'flags', 'backends'] as const;
type Kind = (typeof kinds)[number];

const opNamesOf = (options: Options): Set<string> =>
  new Set(opsNamed(options.op).map(({ name }) => name));

function vectorFiles(options: Options): VectorFile[] {
  const wanted = contractsNamed(options.contract);
  const names = opNamesOf(options);
  return readVectors(
    vectorsDir,
    ({ op, contract }) => names.has(op) && wanted.some((id) => id === contract),
  );
}

function opRows(options: Options): Row[] {
  const wanted = contractsNamed(options.contract);
  return opsNamed(options.op)
    .filter((op) => contractsOf(op).some((id) => wanted.includes(id)))
    .map((op) => ({
      op: op.name,
      version: op.version,
      clause: op.clause,
      family: familyOf(op.name),
      contracts: contractsOf(op).length,
      summary: op.summary,
    }));
}

function caseRows(options: Options): Row[] {
  const marks = readMarks(vectorsDir);
  const wanted = new Set<string>(contractsNamed(options.contract));
  const names = opNamesOf(options);
  const large = (readLargeFile(vectorsDir)?.cases ?? [])
    .filter(({ id }) => {
      const [contract, op] = id.split('/') as [string, string];
      return wanted.has(contract) && names.has(op);
    })
    // the answer is known once it is drawn
    .map(({ id, flags }) => ({ case: id, status: 'drawn', flags, sensitivity: [] }));
  const committed = vectorFiles(options).flatMap((file) =>
    file.cases.map((c) => ({
      case: `${file.contract}/${c.id}`,
      status: c.expected.status,
      flags: c.flags,
      sensitivity: marks(`${file.contract}/${c.id}`),
    })),
  );
  return [...committed, ...large];
}

function contractRows(options: Options): Row[] {
  const wanted = opsNamed(options.op);
  const opsOf = (id: ContractId) => wanted.filter((op) => contractsOf(op).includes(id)).length;
  const having = contractsNamed(options.contract).filter((id) => opsOf(id) > 0);
  return having.map((id) => {
    const c = contracts[id];
    return {
      contract: id,
      default: id === defaultContractId ? 'default' : '',
      width: `${c.operandBits} bit`,
      producers: c.producers,
      requant: c.requant,
      encode: c.encode,
      ops: opsOf(id),
    };
  });
}

function flagRows(options: Options): Row[] {
  const counts = new Map<string, number>();
  for (const file of vectorFiles(options)) {
    for (const c of file.cases) {
      for (const flag of c.flags) {
        const key = `${file.op}/${flag}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
  }
  return opsNamed(options.op).flatMap((op) =>
    Object.entries(op.notes).map(([flag, note]) => ({
      op: op.name,
      flag,
      cases: counts.get(`${op.name}/${flag}`) ?? 0,
      clause: note.clause,
      bug: note.bug,
    })),
  );
}

async function backendRows(): Promise<Row[]> {
  const found = await Promise.all(allBackends.map((factory) => factory.available()));
  return allBackends.map(({ id, isDefault, summary }, i) => {
    const { ok, version, hint } = found[i]!;
    const state = ok ? (version ?? 'available') : `missing: ${hint}`;
    return { backend: id, default: isDefault ? 'default' : '', state, summary };
  });
}

async function rowsOf(kind: Kind, options: Options): Promise<Row[]> {
  switch (kind) {
    case 'ops':
      return opRows(options);
    case 'cases':
      return caseRows(options);
    case 'contracts':
      return contractRows(options);
    case 'flags':
      return flagRows(options);
    case 'backends':
      return await backendRows();
  }
}

/** Errors: op-unknown, contract-unknown; usage-bad-value for backends of an op, which only they can name. */
async function list(kind: Kind, options: Options): Promise<void> {
  if (kind === 'backends' && options.op.length + options.contract.length > 0) {
    const message = '--op and --contract say nothing about backends';
    const hint = 'a backend names its ops and contracts when it starts: `goldvec run --json`';
    throw new GoldError('usage-bad-value', message, { hint });
  }
  const rows = await rowsOf(kind, options);
  if (options.json === true) {
    print(JSON.stringify(rows, null, 2));
    return;
  }
  const cells = rows.map((row) =>
    Object.values(row).map((v) => (typeof v === 'object' ? v.join(' ') : v)),
  );
  for (const line of columns(cells)) print(line);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('list')
    .description('list ops, cases, contracts, flags or backends')
    .addArgument(new Argument('<kind>', 'what to list').choices(kinds))
    .addOption(listOption('--op <name...>', 'only these ops'))
    .addOption(listOption('--contract <id...>', 'only these contracts'))
    .option('--json', 'print the list as JSON')
    .action(list);
}

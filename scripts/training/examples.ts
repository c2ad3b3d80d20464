/** The two examples with their data: what is trained, and what a trained model is measured by. */

import { beatsOfRecord } from '../../goldgen/data/beats.ts';
import type { EcgData, HarData, Rows } from '../../goldgen/data/data_set.ts';
import { syntheticMotions } from '../../goldgen/data/imu.ts';
import { ecgSamples } from '../../goldgen/kit/ecg.ts';
import { ecgModel, ecgTraining } from '../../reference/examples/ecg/model.ts';
import { harModel, harTraining } from '../../reference/examples/har/model.ts';
import {
  blindThreshold,
  chosenThreshold,
  classMetrics,
  confusion,
  mean,
  meanSquaredError,
  type RocPoint,
  rocAuc,
  rocCurve,
} from '../../reference/examples/metrics.ts';
import type { ModelRecord, TrainingRecord } from '../../reference/examples/record.ts';
import { ecgFromFolder, harFromFolder } from './files.ts';
import type { Evaluation, TrainingRows } from './session.ts';

export type ExampleName = 'ecg' | 'har';

/** A beat beside its reconstruction. */
export interface Reconstruction {
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly isAnomalous: boolean;
  readonly score: number;
}

export interface EcgResult {
  readonly kind: 'ecg';
  readonly auc: number;
  readonly validationAuc: number;
  /** chosen on the validation scores */
  readonly threshold: number;
  /** mean + 3σ of the training scores, none of an anomalous beat */
  readonly blindThreshold: number;
  /** `[normal, anomalous][predicted]` at `blindThreshold`, test set */
  readonly blindConfusion: readonly (readonly number[])[];
  readonly mseNormal: number;
  readonly mseAnomalous: number;
  readonly accuracy: number;
  /** `[normal, anomalous][predicted]` at the threshold, test set */
  readonly confusion: readonly (readonly number[])[];
  readonly normalScores: readonly number[];
  readonly anomalousScores: readonly number[];
  readonly roc: readonly RocPoint[];
  readonly reconstructions: readonly Reconstruction[];
}

export interface HarResult {
  readonly kind: 'har';
  readonly accuracy: number;
  readonly trainAccuracy: number;
  readonly f1: number;
  readonly loss: number;
  readonly confusion: readonly (readonly number[])[];
}

export type Result = EcgResult | HarResult;

export interface Example {
  readonly name: ExampleName;
  readonly source: string;
  readonly record: ModelRecord;
  readonly training: TrainingRecord;
  readonly rows: TrainingRows;
  readonly classNames: readonly string[];
  /** the number by which variants are compared */
  readonly measure: { readonly name: string; of(result: Result): number };
  measureModel(evaluate: (rows: TrainingRows) => Promise<Evaluation>): Promise<Result>;
}

function split(scores: readonly number[], rows: Rows): { normal: number[]; anomalous: number[] } {
  return {
    normal: scores.filter((_, i) => rows.classes[i] === 0),
    anomalous: scores.filter((_, i) => rows.classes[i] !== 0),
  };
}

/** Three of each class, spread over the test set. */
function shownBeats(rows: Rows): number[] {
  return [0, 1].flatMap((wanted) => {
    const all = rows.classes.flatMap((c, i) => ((c === 0 ? 0 : 1) === wanted ? [i] : []));
    return [0.2, 0.5, 0.8].map((at) => all[Math.floor(at * all.length)]!);
  });
}

function ecgExample(data: EcgData): Example {
  const shape = [ecgModel.channels, ecgModel.length];
  const rowsOf = (values: readonly Float32Array[]): TrainingRows => ({ x: values, shape });
  return {
    name: 'ecg',
    source: data.source,
    record: ecgModel,
    training: ecgTraining,
    rows: rowsOf(data.train),
    classNames: ['normal', 'anomalous'],
    measure: { name: 'ROC-AUC', of: (r) => (r.kind === 'ecg' ? r.auc : Number.NaN) },
    async measureModel(evaluate) {
      const scoresOf = async (values: readonly Float32Array[]) => {
        const { outputs } = await evaluate(rowsOf(values));
        return { outputs, scores: outputs.map((o, i) => meanSquaredError(values[i]!, o)) };
      };
      const blind = blindThreshold((await scoresOf(data.train)).scores);
      const validation = split((await scoresOf(data.validation.values)).scores, data.validation);
      const threshold = chosenThreshold(validation.normal, validation.anomalous);
      const { outputs, scores } = await scoresOf(data.test.values);
      const { normal, anomalous } = split(scores, data.test);
      const truth = data.test.classes.map((c) => (c === 0 ? 0 : 1));
      const tableAt = (cut: number): number[][] =>
        confusion(
          truth,
          scores.map((s) => (s > cut ? 1 : 0)),
          2,
        );
      const table = tableAt(threshold);
      return {
        kind: 'ecg',
        auc: rocAuc(normal, anomalous),
        validationAuc: rocAuc(validation.normal, validation.anomalous),
        threshold,
        blindThreshold: blind,
        blindConfusion: tableAt(blind),
        mseNormal: mean(normal),
        mseAnomalous: mean(anomalous),
        accuracy: classMetrics(table).accuracy,
        confusion: table,
        normalScores: normal,
        anomalousScores: anomalous,
        roc: rocCurve(normal, anomalous),
        reconstructions: shownBeats(data.test).map((i) => ({
          input: [...data.test.values[i]!],
          output: [...outputs[i]!],
          isAnomalous: truth[i] === 1,
          score: scores[i]!,
        })),
      };
    },
  };
}

function harExample(data: HarData): Example {
  const { channels, length, classNames } = data;
  const classes = classNames.length;
  const rowsOf = (rows: Rows): TrainingRows => ({
    x: rows.values,
    shape: [channels, length],
    label: rows.classes.map((c) => Float32Array.from(classNames, (_, i) => (i === c ? 1 : 0))),
  });
  return {
    name: 'har',
    source: data.source,
    record: harModel({ channels, length, classes }),
    training: harTraining,
    rows: rowsOf(data.train),
    classNames,
    measure: { name: 'accuracy', of: (r) => r.accuracy },
    async measureModel(evaluate) {
      const trained = await evaluate(rowsOf(data.train));
      const tested = await evaluate(rowsOf(data.test));
      const table = confusion(data.test.classes, [...tested.classes], classes);
      const { accuracy, f1 } = classMetrics(table);
      const hits = confusion(data.train.classes, [...trained.classes], classes);
      return {
        kind: 'har',
        accuracy,
        trainAccuracy: classMetrics(hits).accuracy,
        f1,
        loss: mean([...tested.losses]),
        confusion: table,
      };
    },
  };
}

const builtIn = new Map<ExampleName, Example>();

/** The example on the project's own data, which is made once. */
function onBuiltInData(name: ExampleName): Example {
  const known = builtIn.get(name);
  if (known !== undefined) return known;
  const made =
    name === 'ecg' ? ecgExample(beatsOfRecord(ecgSamples())) : harExample(syntheticMotions());
  builtIn.set(name, made);
  return made;
}

/** An example on the data of a folder, or on the project's own. Errors: file-missing, file-unreadable. */
export function loadExample(name: ExampleName, dir: string | undefined): Example {
  if (dir === undefined) return onBuiltInData(name);
  return name === 'ecg' ? ecgExample(ecgFromFolder(dir)) : harExample(harFromFolder(dir));
}

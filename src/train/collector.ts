/**
 * The rollouts of one iteration, in one of two ways. `episodes`: whole episodes, several of the same arrival sequence
 * (equal seed and length, another stream for the actions), as baselines that depend on the input want them. `lanes`:
 * environments that stay open between iterations, each played on for a number of decisions, as in PPO. What a task draws
 * is named by iteration and number of the task, so the same rollouts come from any number of workers.
 */
import { z } from 'zod';
import { DecisionTables } from '../nn/tables.js';
import { createRng } from '../rng.js';
import { joined } from './joined-columns.js';
import type { Behaviour, FinishedEpisode, Labels, OpenEpisode, PlayResult, PlayTask } from './play.js';
import type { InteractionColumns, Rollout, RolloutRecord } from './rollout.js';
import type { RolloutPool } from './rollout-pool.js';
import { curriculumSchema, drawEpisode, meanLength, type WeightedScenario } from './scenario-mix.js';
import { createPolicy, type PolicyChoice } from './workbench.js';

export const collectSchema = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('episodes'),
    sequences: z.number().int().positive().default(4),
    rolloutsPerSequence: z.number().int().positive().default(4),
    curriculum: curriculumSchema.nullable().default(null),
  }),
  z.strictObject({
    mode: z.literal('lanes'),
    lanes: z.number().int().positive().default(8),
    decisionsPerLane: z.number().int().positive().default(512),
    curriculum: curriculumSchema.nullable().default(null),
  }),
]);

export type CollectOptions = z.output<typeof collectSchema>;

/** The policy acts, by chance. */
export const ON_POLICY: Behaviour = Object.freeze({
  teacherShare: 0,
  guideShare: 0,
  guide: null,
  exploration: 0,
  greedy: false,
});

/** What is the same in all iterations. */
export interface CollectorSetting {
  readonly pool: RolloutPool;
  readonly policy: PolicyChoice;
  readonly mixture: readonly WeightedScenario[];
  readonly seed: number;
  readonly options: CollectOptions;
  readonly rewardScale: number;
  readonly withValues: boolean;
  readonly withInteractions?: boolean; // default false
  readonly recordShare?: number; // default 1
}

/** What one iteration asks for. */
export interface CollectRequest {
  readonly iteration: number;
  readonly weights: Float32Array; // [parameter] shared memory where there are threads
  readonly behaviour?: Behaviour; // default ON_POLICY
  readonly labels?: Labels; // default none
  readonly signal?: AbortSignal | undefined;
}

/** A lane between two iterations. */
export interface LaneState {
  readonly open: OpenEpisode | null;
  readonly sequence: number; // of its next episode
}

/** One iteration's harvest. */
export interface Harvest {
  readonly rollout: Rollout;
  readonly costs: Float32Array; // [row of candidates] see PlayedRecord
  readonly finished: readonly FinishedEpisode[];
  readonly decisions: number; // played
  readonly missedLabels: number;
  readonly lanes: readonly LaneState[]; // to be kept for the next iteration
}

/** Sequence numbers of one lane's episodes. */
const SEQUENCES_PER_LANE = 1_000_000;

export class Collector {
  /** Between iterations; set it to a harvest's lanes to go on. */
  lanes: readonly LaneState[];
  private readonly setting: CollectorSetting;
  private readonly schema: DecisionTables['schema'];

  constructor(setting: CollectorSetting) {
    const { options } = setting;
    this.setting = setting;
    this.schema = createPolicy(setting.policy).network.schema;
    const lanes = options.mode === 'lanes' ? options.lanes : 0;
    this.lanes = Array.from({ length: lanes }, (_, i) => ({ open: null, sequence: i * SEQUENCES_PER_LANE }));
  }

  /** Plays; changes nothing here, so that an interruption leaves no trace. */
  async collect(request: CollectRequest): Promise<Harvest> {
    const tasks = this.tasks(request);
    const results = await this.setting.pool.run(tasks, request.signal);
    const isLanes = this.setting.options.mode === 'lanes';
    return {
      ...this.merged(results),
      finished: results.flatMap(({ finished }) => finished),
      decisions: results.reduce((sum, { decisions }) => sum + decisions, 0),
      missedLabels: results.reduce((sum, { missedLabels }) => sum + missedLabels, 0),
      lanes: isLanes ? results.map(({ open, nextSequence }) => ({ open, sequence: nextSequence })) : [],
    };
  }

  private tasks(request: CollectRequest): PlayTask[] {
    const { options, policy, mixture, seed, rewardScale, withValues, recordShare = 1 } = this.setting;
    const { withInteractions = false } = this.setting;
    const { iteration, weights, behaviour = ON_POLICY, labels = { kind: 'none' } } = request;
    const root = createRng(seed).fork('rollout').fork(iteration);
    const mean = meanLength(options.curriculum, iteration);
    const common = {
      kind: 'play' as const,
      ...{ policy, mixture, weights, rewardScale, withValues, withInteractions, behaviour, labels, recordShare },
      meanLength: mean,
    };
    const stream = (task: number) => root.fork(task).path;
    if (options.mode === 'lanes') {
      const { decisionsPerLane: decisions } = options;
      return this.lanes.map((lane, i) => ({ ...common, ...lane, stream: stream(i), episodes: [], decisions }));
    }
    const { sequences, rolloutsPerSequence } = options;
    return Array.from({ length: sequences * rolloutsPerSequence }, (_, i) => {
      const sequence = Math.floor(i / rolloutsPerSequence);
      const episode = drawEpisode(mixture, { rng: root.fork('sequence').fork(sequence), sequence, mean });
      return { ...common, open: null, stream: stream(i), episodes: [episode], decisions: null, sequence };
    });
  }

  private merged(results: readonly PlayResult[]): Pick<Harvest, 'rollout' | 'costs'> {
    const records = results.map(({ record }) => record);
    const store = new DecisionTables(this.schema);
    let first = 0;
    const segments = records.flatMap((record) => {
      const base = first;
      if (record.chosen.length > 0) store.append(record.tables);
      first += record.chosen.length;
      return record.segments.map((segment) => ({ ...segment, first: segment.first + base, end: segment.end + base }));
    });
    const rollout: Rollout = {
      store,
      segments,
      chosen: joined(
        Int32Array,
        records.map((record) => record.chosen),
      ),
      logProbs: joined(
        Float64Array,
        records.map((record) => record.logProbs),
      ),
      values: joined(
        Float64Array,
        records.map((record) => record.values),
      ),
      rewards: joined(
        Float64Array,
        records.map((record) => record.rewards),
      ),
      elapsed: joined(
        Float64Array,
        records.map((record) => record.elapsed),
      ),
      times: joined(
        Float64Array,
        records.map((record) => record.times),
      ),
      targets: joined(
        Float32Array,
        records.map((record) => record.targets),
      ),
      ...(this.setting.withInteractions && { interactions: joinedInteractions(records) }),
    };
    return {
      rollout,
      costs: joined(
        Float32Array,
        records.map((record) => record.costs),
      ),
    };
  }
}

function joinedInteractions(records: readonly RolloutRecord[]): InteractionColumns {
  const parts = records.map(({ interactions }) => interactions as InteractionColumns);
  return {
    job: joined(
      Int32Array,
      parts.map(({ job }) => job),
    ),
    taskCompleted: joined(
      Float64Array,
      parts.map(({ taskCompleted }) => taskCompleted),
    ),
    jobCompleted: joined(
      Float64Array,
      parts.map(({ jobCompleted }) => jobCompleted),
    ),
  };
}

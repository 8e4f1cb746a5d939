/**
 * Expert iteration (Anthony et al. 2017, arXiv 1705.08439; Silver et al. 2017) from simulator look-ahead: the policy
 * walks, decisions on its way are tried out in the simulator, and the policy learns what the trials found; then it walks
 * better. With a teacher in place of the look-ahead this is imitation on the learner's own states (DAgger, Ross et al.
 * 2011, arXiv 1011.0686). Decisions of the last iterations are learned from together.
 */
import { monotonicMs } from '../clock.js';
import { ensure } from '../error.js';
import { CANDIDATES, DecisionTables, type TableRecord } from '../nn/tables.js';
import { seedList } from '../report/seeds.js';
import type { TrainerContext } from './algorithms.js';
import {
  type CostScales,
  centredAdvantages,
  chosenAdvantages,
  meanRegret,
  measuredScales,
  scalesByDecision,
  softTargets,
} from './candidate-targets.js';
import { Collector, type Harvest, type LaneState } from './collector.js';
import {
  type ExpertIterationInput,
  type ExpertIterationOptions,
  expertIterationSchema,
} from './expert-iteration-options.js';
import { lossReport, playReport } from './iteration-report.js';
import { followedCredits, measuredCredits } from './job-credits.js';
import { joined } from './joined-columns.js';
import { Learner, type LearnerSnapshot } from './learner.js';
import { logitGain } from './logit-gain.js';
import { learnInMinibatches } from './minibatches.js';
import type { Objective, TrainingColumns } from './objective.js';
import type { Labels } from './play.js';
import { PolicyTrainer } from './policy-trainer.js';
import type { Segment } from './rollout.js';
import { advantagesOf } from './rollout-advantages.js';
import { scheduled } from './schedule.js';
import type { IterationReport } from './trainer.js';
import { parseOptions } from './trainer-options.js';

/** What one iteration gave to learn from; never changed. */
interface Lesson {
  readonly tables: readonly TableRecord[];
  readonly chosen: Int32Array; // [decision]
  readonly logProbs: Float64Array; // [decision]
  readonly values: Float64Array; // [decision]
  readonly advantages: Float64Array; // [decision]
  readonly returns: Float64Array; // [decision]
  readonly targets: Float32Array; // [row of candidates]
  readonly anchored: Uint8Array; // [decision]
}

interface OwnState {
  readonly lanes: readonly LaneState[];
  readonly lessons: readonly Lesson[];
  readonly credits: readonly number[] | null; // [entry of the mixture]; null = not measured yet
  readonly scales: CostScales; // of the scenarios met so far
  readonly gain: number | null; // logits per advantage; null = not measured yet
  readonly learner: LearnerSnapshot;
}

/** Episodes per scenario from which the first credits are measured. */
const CREDIT_EPISODES = 4;

export class ExpertIterationTrainer extends PolicyTrainer {
  private readonly options: ExpertIterationOptions;
  private readonly learner: Learner;
  private readonly collector: Collector;
  private lessons: readonly Lesson[] = [];
  private credits: readonly number[] | null = null;
  private scales: CostScales = {};
  private gain: number | null = null;

  /** Errors: `ArenaError` for options that are unknown, out of range or do not fit each other. */
  constructor(input: ExpertIterationInput, context: TrainerContext, algorithm = 'expert-iteration') {
    const who = `train/${algorithm}`;
    const options = parseOptions(expertIterationSchema, input, who);
    checkOptions(options, who);
    const isAnchored = context.scenarios.some(({ anchor }) => anchor);
    ensure(
      !isAnchored || options.lesson.kind === 'expected-advantage',
      `${who}: lesson "${options.lesson.kind}" knows no anchor ("expected-advantage" does)`,
    );
    super(algorithm, options, context);
    const { backend, policy, scenarios: mixture, seed } = context;
    const { network } = this.policy;
    const { collect, maxGradientNorm, recordShare, rewardScale, labels, valueCoefficient } = options;
    this.options = options;
    this.learner = new Learner({ backend, network, parameters: this.parameters, maxGradientNorm });
    this.collector = new Collector({
      ...{ pool: this.pool, policy, mixture, seed, options: collect, rewardScale, recordShare },
      withValues: valueCoefficient > 0 || (labels.kind === 'look-ahead' && labels.terminalValue),
    });
  }

  protected async advance(signal?: AbortSignal): Promise<IterationReport> {
    const { collector, iteration, options } = this;
    const weights = this.weightsToPlay();
    if (this.needsCredits) await this.measureCredits(weights, signal);
    const { behaviour } = options;
    const begin = monotonicMs();
    const harvest = await collector.collect({ iteration, weights, behaviour, labels: this.labels(), signal });
    const seconds = (monotonicMs() - begin) / 1000;
    collector.lanes = harvest.lanes;
    const labelled = this.study(harvest);
    if (this.credits) this.credits = followedCredits(this.credits, harvest.finished);
    const reports = await this.learn(signal);
    return {
      ...playReport({ ...harvest, seconds }),
      ...labelled,
      ...lossReport(reports),
      'charts/learning_rate': this.learningRate,
      'labels/missed': harvest.missedLabels,
    };
  }

  protected saveOwn(): OwnState {
    const { collector, credits, gain, learner, lessons, scales } = this;
    return { lanes: collector.lanes, lessons, credits, scales, gain, learner: learner.snapshot() };
  }

  protected loadOwn(own: unknown): void {
    const { lanes, lessons, credits, scales, gain, learner } = own as OwnState;
    this.collector.lanes = lanes;
    this.lessons = lessons;
    this.credits = credits;
    this.scales = scales;
    this.gain = gain;
    this.learner.restore(learner);
  }

  private get learningRate(): number {
    return scheduled(this.options.learningRate, this.iteration);
  }

  private get needsCredits(): boolean {
    const { labels } = this.options;
    return labels.kind === 'look-ahead' && labels.objective === 'ratio' && labels.credit === null && !this.credits;
  }

  private async measureCredits(weights: Float32Array, signal?: AbortSignal): Promise<void> {
    const { labels } = this.options;
    const { policy, scenarios: mixture } = this.context;
    this.credits = await measuredCredits({
      ...{ pool: this.pool, policy, weights, mixture, signal },
      agent: labels.kind === 'look-ahead' ? labels.base : null,
      seeds: seedList('training', CREDIT_EPISODES),
    });
  }

  private labels(): Labels {
    const { labels } = this.options;
    if (labels.kind === 'teacher') return labels;
    const { kind, ...options } = labels;
    const credits = this.credits ?? this.context.scenarios.map(() => options.credit ?? 0);
    return { kind, options, credits };
  }

  /** Turns the harvest into a lesson and keeps it with the last ones. */
  private study(harvest: Harvest): IterationReport {
    const { options } = this;
    const { rollout } = harvest;
    const { store, chosen, logProbs, values } = rollout;
    ensure(chosen.length > 0, `train/${this.algorithm}: iteration ${this.iteration} recorded no decision`);
    const { returns } = advantagesOf(rollout, { kind: 'monte-carlo', beta: options.discountRate });
    const isTaught = options.labels.kind === 'teacher';
    const { regret, ...labels } = isTaught
      ? {
          targets: rollout.targets,
          anchored: new Uint8Array(chosen.length),
          advantages: new Float64Array(chosen.length),
          regret: {},
        }
      : this.judged(harvest);
    const lesson: Lesson = { tables: store.record(), chosen, logProbs, values, returns, ...labels };
    this.lessons = [...this.lessons, lesson].slice(-options.keepIterations);
    return { 'labels/decisions': chosen.length, ...regret };
  }

  /** What the costs of look-ahead say. */
  private judged({
    rollout,
    costs: told,
  }: Harvest): Pick<Lesson, 'targets' | 'advantages' | 'anchored'> & { regret: IterationReport } {
    const { lesson } = this.options;
    const { store, segments, chosen } = rollout;
    const rowStart = store.table(CANDIDATES).rowStart.subarray(0, chosen.length + 1);
    const anchored = this.anchoredDecisions(segments, chosen.length);
    const costs = told.slice();
    for (let d = 0; d < chosen.length; d++) if (anchored[d] === 1) costs.fill(Number.NaN, rowStart[d], rowStart[d + 1]);
    this.scales = { ...measuredScales({ costs, rowStart }, segments), ...this.scales };
    const known = { costs, rowStart, scales: scalesByDecision(this.scales, segments, chosen.length) };
    const isCut = lesson.kind === 'regression' || lesson.kind === 'expected-advantage';
    const limit = isCut ? lesson.limit : Number.POSITIVE_INFINITY;
    const centred = centredAdvantages(known, limit);
    let targets = centred;
    if (lesson.kind === 'imitation') targets = softTargets(known, lesson.temperature);
    if (lesson.kind === 'regression') {
      this.gain ??= lesson.gain ?? logitGain(this.policy.network.compile(this.parameters), store, centred);
      const { gain } = this;
      targets = centred.map((advantage) => gain * advantage);
    }
    if (lesson.kind === 'expected-advantage') {
      targets = targets.slice();
      for (let d = 0; d < chosen.length; d++) {
        if (anchored[d] === 0) continue;
        for (let row = rowStart[d]; row < rowStart[d + 1]; row++) targets[row] = -told[row];
      }
    }
    const regret = { 'labels/regret': meanRegret(known, chosen) };
    return { targets, anchored, advantages: chosenAdvantages(centred, rowStart, chosen), regret };
  }

  /** [decision] 1 = in an entry of the mixture that is an anchor. */
  private anchoredDecisions(segments: readonly Segment[], decisions: number): Uint8Array {
    const { scenarios } = this.context;
    const anchored = new Uint8Array(decisions);
    for (const { entry = -1, first, end } of segments) if (scenarios[entry]?.anchor) anchored.fill(1, first, end);
    return anchored;
  }

  private async learn(signal?: AbortSignal) {
    const { options, learner, iteration, rng } = this;
    const columns = joinedLessons(new DecisionTables(this.policy.network.schema), this.lessons);
    const { epochs, minibatchSize } = options;
    return learnInMinibatches({
      ...{ learner, columns, epochs, minibatchSize, signal },
      decisions: Int32Array.from(columns.chosen, (_, d) => d),
      update: { objective: this.objective(), learningRate: this.learningRate },
      rng: rng.fork('minibatches').fork(iteration),
    });
  }

  private objective(): Objective {
    const { lesson, entropyCoefficient, valueCoefficient } = this.options;
    if (lesson.kind === 'imitation') return { kind: 'imitation', entropyCoefficient, valueCoefficient };
    if (lesson.kind === 'expected-advantage') {
      const { anchorCoefficient } = lesson;
      return { kind: 'expected-advantage', anchorCoefficient, entropyCoefficient, valueCoefficient };
    }
    if (lesson.kind === 'regression') {
      const errorLimit = lesson.errorLimit ?? Number.POSITIVE_INFINITY;
      return { kind: 'regression', errorLimit, entropyCoefficient, valueCoefficient };
    }
    const { clipRange } = lesson;
    return {
      ...{ kind: 'ppo', clipRange, clipRangeValue: null, entropyCoefficient, valueCoefficient },
      normalizeAdvantages: false,
    };
  }
}

function joinedLessons(store: DecisionTables, lessons: readonly Lesson[]): TrainingColumns {
  for (const { tables } of lessons) store.append(tables);
  const doubles = (name: 'logProbs' | 'values' | 'advantages' | 'returns') =>
    joined(
      Float64Array,
      lessons.map((lesson) => lesson[name]),
    );
  return {
    store,
    chosen: joined(
      Int32Array,
      lessons.map(({ chosen }) => chosen),
    ),
    oldLogProbs: doubles('logProbs'),
    oldValues: doubles('values'),
    advantages: doubles('advantages'),
    returns: doubles('returns'),
    weights: null,
    targets: joined(
      Float32Array,
      lessons.map(({ targets }) => targets),
    ),
    anchored: joined(
      Uint8Array,
      lessons.map(({ anchored }) => anchored),
    ),
  };
}

/** Settings that make no sense together. */
function checkOptions({ labels, lesson, behaviour, keepIterations }: ExpertIterationOptions, who: string): void {
  ensure(
    labels.kind === 'look-ahead' || lesson.kind === 'imitation',
    `${who}: lesson "${lesson.kind}" needs look-ahead labels (a teacher's are learned by "imitation")`,
  );
  ensure(
    lesson.kind !== 'policy-gradient' ||
      (!behaviour.greedy && keepIterations === 1 && behaviour.teacherShare + behaviour.guideShare === 0),
    `${who}: lesson "policy-gradient" needs the policy's own choices: greedy false, no guide, no teacher, keepIterations 1`,
  );
  ensure(
    behaviour.guideShare === 0 || behaviour.guide !== null,
    `${who}: guideShare ${behaviour.guideShare} needs a guide`,
  );
  const shares = behaviour.teacherShare + behaviour.guideShare + behaviour.exploration;
  ensure(shares <= 1, `${who}: teacherShare, guideShare and exploration sum to ${shares} (at most 1)`);
}

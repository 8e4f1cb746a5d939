/**
 * The serving cluster as a decision process: Gymnasium's reset and step around the simulator. A step carries out one
 * decision (a request to an instance, a migration, a start or a drain, or *wait*) and goes on to the next; several at one
 * instant are several steps with `elapsed` 0. Moments at which nothing but waiting is possible are not shown. An episode
 * terminates when every request is over, and is truncated at `limitSeconds`: what would happen then or later does not.
 */
import { entropySeed } from '../../src/clock.js';
import type {
  EnvMetadata,
  EnvSnapshot,
  Info,
  PlacementEnv,
  RenderMode,
  ResetOptions,
  ResetResult,
  ScheduleTrace,
  StepResult,
} from '../../src/env.js';
import { ensure } from '../../src/error.js';
import { actionCount, decodeAction, type PlacementView, waitAction } from '../../src/placement.js';
import type { EnvOptions } from '../../src/registry.js';
import { createRng } from '../../src/rng.js';
import { ITEM_DISPATCH, ITEM_HANDOVER, ITEM_MIGRATE } from '../../src/serving.js';
import { discrete } from '../../src/space/discrete.js';
import { placementSpace } from '../../src/space/placement.js';
import type { Json, Space } from '../../src/space/space.js';
import type { Timeline, TimelineOptions } from '../../src/timeline.js';
import { type Cluster, createCluster, instanceNames, instanceSpeeds } from './cluster.js';
import { parseServingConfig, type ServingConfig } from './config.js';
import { servingInvariants } from './invariants.js';
import { METRICS, servingMetrics } from './metrics.js';
import { renderServing } from './render.js';
import { RewardMeter, type RewardTotals } from './reward.js';
import { Rounds } from './rounds.js';
import type { SamplesSnapshot } from './samples.js';
import type { SimulatorSnapshot } from './simulator.js';
import { servingTimeline } from './timeline-data.js';
import { servingTrace } from './trace.js';
import { NANOSECOND, ServingView } from './view.js';
import { createSource, createWorkloadPredictor } from './workload/create-source.js';
import type { OutputPredictor } from './workload/predictor.js';
import { CHUNK_REQUESTS, type RequestSource } from './workload/source.js';

const RENDER_MODES: readonly RenderMode[] = ['none', 'ansi', 'human'];

/** What is not in the simulator. */
interface Progress {
  readonly seed: number; // of the stream; −1 = not drawn yet
  readonly episode: number; // number within the stream; −1 = before the first reset
  readonly open: boolean; // an episode is going on
  readonly decidedAt: number; // ns, time of the present decision
}

interface Saved extends Progress {
  readonly simulator: SimulatorSnapshot;
  readonly samples: SamplesSnapshot;
  readonly reward: RewardTotals;
}

export class ServingEnv implements PlacementEnv<PlacementView> {
  readonly id: string;
  readonly config: Json;
  readonly metadata: EnvMetadata;
  readonly observationSpace: Space<PlacementView>;
  readonly actionSpace: Space<number>;
  readonly renderMode: RenderMode;
  /** Only with `record: true`. */
  readonly trace?: () => ScheduleTrace;
  /** Only with `record: true`. */
  readonly timeline?: (options?: TimelineOptions) => Timeline;
  private readonly options: EnvOptions & { readonly id: string };
  private readonly parsed: ServingConfig;
  private readonly cluster: Cluster;
  private readonly rounds: Rounds;
  private readonly shown: ServingView;
  private readonly meter: RewardMeter;
  private source: RequestSource | undefined; // of this episode
  private progress: Progress = { seed: -1, episode: -1, open: false, decidedAt: 0 };

  /** Errors: `ArenaError` for a configuration or an option that is not allowed. */
  constructor(config: Json | ServingConfig, options: EnvOptions & { readonly id: string }) {
    const { id, observation = 'view', record = false, renderMode = 'none' } = options;
    ensure(observation === 'view', `envs/serving: observation "${observation}" is not offered (view)`);
    ensure(RENDER_MODES.includes(renderMode), `envs/serving: render mode "${renderMode}" (${RENDER_MODES.join(', ')})`);
    const parsed = parseServingConfig(config);
    this.parsed = parsed;
    this.options = options;
    this.id = id;
    this.config = parsed as unknown as Json;
    this.renderMode = renderMode;
    const { prefixGranule, count } = createSource(parsed.workload, createRng(0));
    this.cluster = createCluster(parsed, prefixGranule, record);
    const { simulator, fleet } = this.cluster;
    this.rounds = new Rounds(simulator, fleet);
    this.shown = new ServingView(simulator, this.rounds, viewOptions(parsed, this.cluster));
    this.meter = new RewardMeter(parsed.reward, parsed.sloClasses, simulator.specs.filter(({ up }) => up).length);
    const { stale } = viewOptions(parsed, this.cluster);
    if (stale > 0) fleet.publishEvery(stale, { sample: () => this.shown.report() });
    const { shape, items, groups, resources } = this.shown.table;
    this.observationSpace = placementSpace(shape, {
      itemKinds: items.kinds,
      itemColumns: Object.keys(items.columns),
      pairColumns: Object.keys(items.pairs),
      sequences: Object.keys(items.sequences),
      itemGroups: groups.names,
      contextGroups: groups.contextNames,
      resourceNames: resources.names,
      resourceKinds: resources.kinds,
      resourceColumns: Object.keys(resources.columns),
    });
    this.actionSpace = discrete(actionCount(shape));
    this.metadata = {
      timeUnit: NANOSECOND,
      aliasesObservation: true,
      reusesStepResult: false,
      constant: isConstant(parsed),
      ...episodeBound(parsed, count),
      metrics: METRICS,
      renderModes: RENDER_MODES,
      deterministic: true,
    };
    if (!record) return;
    const { names } = resources;
    this.trace = () => ({ ...servingTrace(simulator), resources: names });
    this.timeline = (window) => ({ ...servingTimeline(simulator, window), lanes: names });
  }

  reset(options: ResetOptions = {}): ResetResult<PlacementView> {
    const { seed = this.progress.seed < 0 ? entropySeed() : this.progress.seed } = options;
    ensure(
      Number.isSafeInteger(seed) && seed >= 0,
      `envs/serving: seed ${JSON.stringify(seed)} is not allowed (an integer ≥ 0)`,
    );
    const episode = options.seed === undefined ? this.progress.episode + 1 : 0;
    this.openEpisode(seed, episode);
    const { simulator, samples } = this.cluster;
    simulator.reset(this.source!);
    samples.clear();
    this.meter.clear();
    this.rounds.close();
    this.shown.clear();
    const open = this.advance();
    if (!open) this.shown.showEnd();
    this.progress = { seed, episode, open: true, decidedAt: simulator.now };
    this.meter.take(simulator, this.cluster.fleet);
    this.shown.table.elapsed = 0;
    return { observation: this.view(), info: this.info(false) };
  }

  step(action: number): StepResult<PlacementView> {
    const { progress } = this;
    const { simulator, fleet } = this.cluster;
    const { table } = this.shown;
    ensure(progress.open, `envs/serving: ${this.id}: step before reset or after the end of the episode`);
    ensure(table.mask[action] === 1, `envs/serving: action ${action} is not allowed now`);
    this.act(action);
    const open = this.advance();
    const reward = this.meter.take(simulator, fleet);
    const truncated = !open && simulator.cut;
    table.elapsed = simulator.now - progress.decidedAt;
    this.progress = { ...progress, open, decidedAt: simulator.now };
    return { observation: table, reward, terminated: !open && !truncated, truncated, info: this.info(true) };
  }

  view(): PlacementView {
    return this.shown.table;
  }

  actionMask(): Uint8Array {
    return this.shown.table.mask;
  }

  metrics(): Readonly<Record<string, number>> {
    const { simulator, fleet, samples } = this.cluster;
    const up = simulator.specs.filter((spec) => spec.up).length;
    return servingMetrics({
      simulator,
      samples: samples.means,
      fleet: {
        instanceTime: fleet.scaling?.instanceTime ?? simulator.now * up,
        migrationsAborted: fleet.migrations?.aborted.reduce((sum, count) => sum + count, 0) ?? 0,
        ...(fleet.migrations ? { migrations: fleet.migrations } : {}),
        ...(fleet.handovers ? { handovers: fleet.handovers } : {}),
      },
      slo: this.parsed.sloClasses,
    });
  }

  invariants(): readonly string[] {
    return servingInvariants(this.cluster);
  }

  render(): string | undefined {
    if (this.renderMode === 'none') return undefined;
    const text = renderServing(this.cluster.simulator, this.shown.table);
    if (this.renderMode === 'ansi') return text;
    process.stdout.write(`${text}\n`);
    return undefined;
  }

  close(): void {
    this.progress = { ...this.progress, open: false };
  }

  snapshot(): EnvSnapshot {
    const { simulator, samples } = this.cluster;
    const state: Saved = {
      ...this.progress,
      simulator: simulator.snapshot(),
      samples: samples.snapshot(),
      reward: this.meter.snapshot(),
    };
    return { env: this.id, state };
  }

  restore(saved: EnvSnapshot): void {
    ensure(saved.env === this.id, `envs/serving: a snapshot of ${saved.env} does not fit ${this.id}`);
    const { simulator, samples, reward, ...progress } = saved.state as Saved;
    const { seed, episode } = progress;
    if (seed < 0) return;
    if (seed !== this.progress.seed || episode !== this.progress.episode) this.openEpisode(seed, episode);
    this.cluster.simulator.restore(simulator, this.source!);
    this.cluster.samples.restore(samples);
    this.meter.restore(reward);
    this.progress = progress;
    this.shown.restored();
  }

  fork(): ServingEnv {
    const copy = new ServingEnv(this.parsed, this.options);
    copy.adopt(this);
    copy.restore(this.snapshot());
    return copy;
  }

  /** Shares the requests of another environment's episode, which never change. */
  private adopt(other: ServingEnv): void {
    const { seed, episode } = other.progress;
    if (seed < 0 || other.source === undefined) return;
    this.source = other.source;
    this.progress = { ...this.progress, seed, episode };
    this.shown.use(...other.shown.expectation);
    this.cluster.plan?.load(other.source, predictions(other.source, other.shown.expectation[0]));
  }

  /** Makes the requests of an episode. */
  private openEpisode(seed: number, episode: number): void {
    const rng = createRng(seed).fork('serving').fork(episode);
    this.source = createSource(this.parsed.workload, rng);
    const predictor = createWorkloadPredictor(this.parsed.workload, this.source, rng);
    this.shown.use(predictor, meanOutputOf(this.source));
    this.cluster.plan?.load(this.source, predictions(this.source, predictor));
  }

  /** Carries out a decision. */
  private act(action: number): void {
    const { rounds } = this;
    const { simulator, fleet } = this.cluster;
    const { table, subject } = this.shown;
    const { items, shape } = table;
    if (items.count === 0) return; // nothing was to decide (`showEnd`): the episode ends
    const kind = items.kind[items.slots[0]];
    if (action === waitAction(shape)) {
      if (kind >= ITEM_MIGRATE) rounds.close();
      else simulator.hold();
      return;
    }
    const { slot, resource, variant } = decodeAction(shape, action);
    const request = subject[slot];
    const source = items.columns.source[slot];
    if (kind < ITEM_MIGRATE) table.remove(slot);
    if (kind === ITEM_DISPATCH) simulator.dispatch(request, resource);
    else if (kind === ITEM_HANDOVER) fleet.handovers?.send(request, resource);
    else if (kind === ITEM_MIGRATE) {
      if (variant === 0) rounds.stay(source);
      else rounds.migrate(source, resource);
    } else if (variant === 0) rounds.close();
    else rounds.toggle(resource);
  }

  /** To the next decision with a choice; false when every request is over or the time is up. */
  private advance(): boolean {
    const { simulator } = this.cluster;
    for (;;) {
      const due = simulator.advance();
      const allowed = this.shown.refresh();
      if (!due) return false;
      const { table } = this.shown;
      if (allowed > table.mask[waitAction(table.shape)] || table.mask[waitAction(table.shape)] === 0) return true;
      if (simulator.dispatchDue || simulator.handoverDue) simulator.hold();
      else this.rounds.close();
    }
  }

  private info(stepped: boolean): Info {
    const { seed, episode } = this.progress;
    const { simulator } = this.cluster;
    const { now } = simulator;
    const components = stepped ? { ...this.meter.change } : { ...NOTHING };
    const inSystem = simulator.state.requests.live;
    return { elapsed: this.shown.table.elapsed, now, requestsInSystem: inSystem, components, seed, episode };
  }
}

const NOTHING: RewardTotals = {
  inSystem: 0,
  sloMisses: 0,
  normalisedLatency: 0,
  preemptionLoss: 0,
  instanceTime: 0,
};

function viewOptions(config: ServingConfig, { simulator }: Cluster) {
  const limit = (seconds: number | null) => (seconds === null ? Number.POSITIVE_INFINITY : Math.round(seconds * 1e9));
  return {
    itemSlots: config.itemSlots,
    names: instanceNames(config.instances),
    kinds: config.instances.map(({ name }) => name),
    kind: config.instances.flatMap(({ count }, group) => Array.from({ length: count }, () => group)),
    speed: instanceSpeeds(simulator.specs),
    sloClasses: config.sloClasses.map(({ name, ttftSeconds, tbtSeconds, tpotSeconds }) => ({
      name,
      ttft: limit(ttftSeconds),
      tbt: limit(tbtSeconds ?? tpotSeconds),
    })),
    mayHold: config.mayHold,
    stale: Math.round(config.staleSeconds * 1e9),
    moves: config.migration !== null || config.scaling !== null,
  };
}

/** Predicted output tokens of every request, for planning an offline batch; nothing without a predictor. */
function predictions(source: RequestSource, predictor: OutputPredictor): Float64Array | undefined {
  const predicted = new Float64Array(source.count);
  for (let row = 0; row < source.count; row++) {
    const columns = source.chunk(Math.floor(row / CHUNK_REQUESTS));
    predicted[row] = predictor.predict(row, columns, row % CHUNK_REQUESTS);
  }
  return predicted.some(Number.isNaN) ? undefined : predicted;
}

/**
 * Every request is dispatched once and handed over at most once. Where requests may be held, moved back and forth or left
 * to a fleet that is too small, nothing makes an episode end but its limit.
 */
function episodeBound(config: ServingConfig, requests: number): Pick<EnvMetadata, 'maxEpisodeSteps' | 'continuing'> {
  const { mayHold, migration, scaling, instances, limitSeconds } = config;
  if (mayHold || migration !== null || scaling !== null) return limitSeconds === null ? { continuing: true } : {};
  const decisions = instances.some(({ role }) => role === 'prefill') ? 2 : 1;
  return { maxEpisodeSteps: decisions * requests };
}

/** Whether every episode has the same requests. */
function isConstant({ workload }: ServingConfig): boolean {
  const chance = (workload.tenants?.length ?? 1) > 1 || workload.priorities.length > 1;
  const predicted = workload.predictor.kind === 'none' || workload.predictor.kind === 'exact';
  return (workload.kind === 'rows' || workload.kind === 'file') && !chance && predicted;
}

/** Mean output tokens of the first requests, as an operator would know it from experience. */
function meanOutputOf(source: RequestSource): number {
  const { outputTokens, count } = source.chunk(0);
  let sum = 0;
  for (let row = 0; row < count; row++) sum += outputTokens[row];
  return sum / count;
}

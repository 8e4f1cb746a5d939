/**
 * The queue as a decision process: Gymnasium's reset and step around the simulator. One step carries out one placement
 * (or wait) and goes on to the next decision; several placements at one instant are several steps with `elapsed` 0.
 * The reward is minus the time all jobs spent in the system since the last decision, so a return is minus the total
 * latency. An episode terminates when its last job is done.
 */
import { entropySeed } from '../../src/clock.js';
import type {
  EnvMetadata,
  EnvSnapshot,
  Info,
  PlacementEnv,
  ResetOptions,
  ResetResult,
  ScheduleTrace,
  StepResult,
} from '../../src/env.js';
import { ensure } from '../../src/error.js';
import { actionCount, decodeAction, type PlacementView } from '../../src/placement.js';
import type { EnvOptions } from '../../src/registry.js';
import { createRng } from '../../src/rng.js';
import type { ArenaBytes } from '../../src/sim/arena.js';
import { discrete } from '../../src/space/discrete.js';
import { placementSpace } from '../../src/space/placement.js';
import type { Json, Space } from '../../src/space/space.js';
import { parseQueueConfig, type QueueConfig } from './config.js';
import { queueInvariants, queueMetrics, queueTrace } from './outcome.js';
import { QueueSimulator } from './simulator.js';
import { QueueView } from './view.js';

/** What is not in the arena. */
interface Progress {
  readonly seed: number; // of the stream; −1 = not drawn yet
  readonly episode: number; // number within the stream; −1 = before the first reset
  readonly decisions: number;
  readonly open: boolean; // an episode is going on
}

export class QueueEnv implements PlacementEnv<PlacementView> {
  readonly id: string;
  readonly config: Json;
  readonly metadata: EnvMetadata;
  readonly observationSpace: Space<PlacementView>;
  readonly actionSpace: Space<number>;
  readonly renderMode = 'none';
  /** Only with `record: true`. */
  readonly trace?: () => ScheduleTrace;
  private readonly options: EnvOptions & { readonly id: string };
  private readonly simulator: QueueSimulator;
  private readonly shown: QueueView;
  private progress: Progress = { seed: -1, episode: -1, decisions: 0, open: false };

  /** Errors: `ArenaError` for a configuration or an option that is not allowed. */
  constructor(config: Json | QueueConfig, options: EnvOptions & { readonly id: string }) {
    const { id, observation = 'view', record = false, renderMode = 'none' } = options;
    ensure(observation === 'view', `envs/queue: observation "${observation}" is not offered (view)`);
    ensure(renderMode === 'none', `envs/queue: render mode "${renderMode}" is not offered (none)`);
    const parsed = parseQueueConfig(config);
    this.options = options;
    this.id = id;
    this.config = parsed as unknown as Json;
    this.simulator = new QueueSimulator(parsed);
    this.shown = new QueueView(this.simulator);
    const { shape, timeUnit, resources } = this.shown.table;
    this.observationSpace = placementSpace(shape, { resourceNames: resources.names });
    this.actionSpace = discrete(actionCount(shape));
    this.metadata = {
      timeUnit,
      aliasesObservation: true,
      reusesStepResult: false,
      maxEpisodeSteps: 3 * parsed.jobs, // a placement per job, and a wait per arrival and per end
      renderModes: ['none'],
      deterministic: true,
    };
    if (record) this.trace = () => queueTrace(this.simulator, timeUnit);
  }

  reset(options: ResetOptions = {}): ResetResult<PlacementView> {
    const { seed = this.progress.seed < 0 ? entropySeed() : this.progress.seed } = options;
    ensure(Number.isSafeInteger(seed) && seed >= 0, `envs/queue: seed ${seed} is not allowed (an integer ≥ 0)`);
    const episode = options.seed === undefined ? this.progress.episode + 1 : 0;
    this.simulator.reset(createRng(seed).fork('queue').fork(episode));
    this.shown.clear();
    this.progress = { seed, episode, decisions: 0, open: this.simulator.advance() };
    this.shown.refresh();
    this.shown.table.elapsed = 0;
    return { observation: this.view(), info: this.info() };
  }

  step(action: number): StepResult<PlacementView> {
    const { progress, simulator } = this;
    const { table } = this.shown;
    ensure(progress.open, `envs/queue: ${this.id}: step before reset or after the end of the episode`);
    ensure(table.mask[action] === 1, `envs/queue: action ${action} is not allowed now`);
    const before = simulator.jobTime;
    const { slot, resource } = decodeAction(table.shape, action);
    if (slot >= 0) simulator.place(table.items.job[slot], resource);
    const open = (slot >= 0 && simulator.decisionDue) || simulator.advance();
    this.shown.refresh();
    this.progress = { ...progress, decisions: progress.decisions + 1, open };
    const reward = before - simulator.jobTime;
    return { observation: table, reward, terminated: !open, truncated: false, info: this.info() };
  }

  view(): PlacementView {
    return this.shown.table;
  }

  actionMask(): Uint8Array {
    return this.shown.table.mask;
  }

  metrics(): Readonly<Record<string, number>> {
    return queueMetrics(this.simulator, this.progress.decisions);
  }

  invariants(): readonly string[] {
    return queueInvariants(this.simulator);
  }

  render(): undefined {}

  close(): void {
    this.progress = { ...this.progress, open: false };
  }

  snapshot(): EnvSnapshot {
    return { env: this.id, state: { ...this.progress, bytes: this.simulator.arena.snapshot() } };
  }

  restore(saved: EnvSnapshot): void {
    ensure(saved.env === this.id, `envs/queue: a snapshot of ${saved.env} does not fit ${this.id}`);
    const { bytes, ...progress } = saved.state as Progress & { readonly bytes: ArenaBytes };
    this.simulator.arena.restore(bytes);
    this.shown.expire();
    this.progress = progress;
  }

  fork(): QueueEnv {
    const copy = new QueueEnv(this.config, this.options);
    copy.restore(this.snapshot());
    return copy;
  }

  private info(): Info {
    const { seed, episode } = this.progress;
    const { now, inSystem } = this.simulator;
    return { elapsed: this.shown.table.elapsed, now, jobsInSystem: inSystem, seed, episode };
  }
}

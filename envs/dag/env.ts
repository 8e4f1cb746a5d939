/**
 * Offline placement of one DAG as a decision process: Gymnasium's reset and step around the simulator. An episode is an
 * instance, a step places one available task on a processor, and the episode terminates when all tasks are placed.
 * All costs are known and nothing runs meanwhile, so no time passes between decisions and there is nothing to wait for.
 */
import { entropySeed } from '../../src/clock.js';
import type {
  EnvMetadata,
  EnvSnapshot,
  PlacementEnv,
  RenderMode,
  ResetOptions,
  ResetResult,
  ScheduleTrace,
  StepResult,
} from '../../src/env.js';
import { ArenaError, ensure } from '../../src/error.js';
import { actionCount, decodeAction, type PlacementView } from '../../src/placement.js';
import type { Schedule } from '../../src/planner.js';
import type { EnvOptions } from '../../src/registry.js';
import { createRng } from '../../src/rng.js';
import type { ArenaBytes } from '../../src/sim/arena.js';
import { discrete } from '../../src/space/discrete.js';
import { placementSpace } from '../../src/space/placement.js';
import type { Json, Space } from '../../src/space/space.js';
import { type DagConfig, parseDagConfig } from './config.js';
import { type InstanceSource, instanceSource } from './instances.js';
import type { DagModel } from './model.js';
import { dagInvariants, dagMetrics, dagTrace } from './outcome.js';
import { renderSchedule } from './render.js';
import { rewardScale } from './reward.js';
import { DagSimulator } from './simulator.js';
import { DagView, TIME_UNIT } from './view.js';

const RENDER_MODES: readonly RenderMode[] = ['none', 'ansi', 'svg', 'human'];

/** What is in no arena. */
interface Progress {
  readonly seed: number; // of the stream; −1 = not drawn yet
  readonly episode: number; // number within the stream; −1 = before the first reset
  readonly decisions: number;
  readonly open: boolean; // an episode is going on
}

interface DagEnvState extends Progress {
  readonly schedule: ArenaBytes;
  readonly view: ArenaBytes;
}

export class DagEnv implements PlacementEnv<PlacementView> {
  readonly id: string;
  readonly config: Json;
  readonly metadata: EnvMetadata;
  readonly observationSpace: Space<PlacementView>;
  readonly actionSpace: Space<number>;
  readonly renderMode: RenderMode;
  /** Only with `record: true`. */
  readonly trace?: () => ScheduleTrace;
  private readonly options: EnvOptions & { readonly id: string };
  private readonly parsed: DagConfig;
  private readonly source: InstanceSource;
  private readonly shown: DagView;
  private readonly info: {
    elapsed: number;
    now: number;
    makespan: number;
    placed: number;
    seed: number;
    episode: number;
  };
  private readonly result: {
    observation: PlacementView;
    reward: number;
    terminated: boolean;
    truncated: boolean;
    info: DagEnv['info'];
  };
  private simulator: DagSimulator | undefined; // of this episode
  private scale = 0; // reward per unit of time
  private seed = -1;
  private episode = -1;
  private decisions = 0;
  private open = false;

  /**
   * Errors: `ArenaError` for a configuration or an option that is not allowed. `source` saves a copy from reading the
   * instances again.
   */
  constructor(config: Json, options: EnvOptions & { readonly id: string }, source?: InstanceSource) {
    const { id, observation = 'view', record = false, renderMode = 'none' } = options;
    ensure(observation === 'view', `envs/dag: observation "${observation}" is not offered (view)`);
    ensure(RENDER_MODES.includes(renderMode), `envs/dag: render mode "${renderMode}" (${RENDER_MODES.join(', ')})`);
    this.parsed = source?.config ?? parseDagConfig(config);
    this.source = source ?? instanceSource(this.parsed);
    this.options = options;
    this.id = id;
    this.config = this.parsed as unknown as Json;
    this.renderMode = renderMode;
    this.shown = new DagView(this.parsed.itemSlots, this.source.processors);
    const { table } = this.shown;
    const { items, groups, resources } = table;
    this.observationSpace = placementSpace(table.shape, {
      itemKinds: items.kinds,
      itemColumns: Object.keys(items.columns),
      itemGroups: groups.names,
      contextGroups: groups.contextNames,
      resourceNames: resources.names,
      resourceKinds: resources.kinds,
      resourceColumns: Object.keys(resources.columns),
    });
    this.actionSpace = discrete(actionCount(table.shape));
    this.metadata = {
      timeUnit: TIME_UNIT,
      aliasesObservation: true,
      reusesStepResult: true,
      ...(this.source.mostTasks === undefined ? {} : { maxEpisodeSteps: this.source.mostTasks }),
      constant: this.source.constant,
      renderModes: RENDER_MODES,
      deterministic: true,
    };
    this.info = { elapsed: 0, now: 0, makespan: 0, placed: 0, seed: -1, episode: -1 };
    this.result = { observation: table, reward: 0, terminated: false, truncated: false, info: this.info };
    if (record) this.trace = () => dagTrace(this.running(), TIME_UNIT);
  }

  reset(options: ResetOptions = {}): ResetResult<PlacementView> {
    const { seed = this.seed < 0 ? entropySeed() : this.seed } = options;
    ensure(
      Number.isSafeInteger(seed) && seed >= 0,
      `envs/dag: seed ${JSON.stringify(seed)} is not allowed (an integer ≥ 0)`,
    );
    const episode = options.seed === undefined ? this.episode + 1 : 0;
    this.begin(this.source.draw(createRng(seed).fork('dag').fork(episode)));
    this.seed = seed;
    this.episode = episode;
    this.decisions = 0;
    this.open = true;
    this.writeInfo();
    return { observation: this.shown.table, info: { ...this.info } };
  }

  step(action: number): StepResult<PlacementView> {
    const { result, shown } = this;
    const { items, mask, shape } = shown.table;
    if (!this.open) throw new ArenaError(`envs/dag: ${this.id}: step before reset or after the end of the episode`);
    if (mask[action] !== 1) throw new ArenaError(`envs/dag: action ${JSON.stringify(action)} is not allowed now`);
    const simulator = this.running();
    const { slot, resource } = decodeAction(shape, action);
    // the first placement also pays for what was given beforehand
    const before = this.decisions === 0 ? 0 : simulator.makespan;
    simulator.place(items.id[slot], resource);
    shown.placed(slot, resource);
    this.decisions++;
    this.open = !simulator.complete;
    result.reward = this.scale * (before - simulator.makespan);
    result.terminated = !this.open;
    this.writeInfo();
    return result;
  }

  view(): PlacementView {
    return this.shown.table;
  }

  actionMask(): Uint8Array {
    return this.shown.table.mask;
  }

  metrics(): Readonly<Record<string, number>> {
    return dagMetrics(this.running(), this.decisions);
  }

  /** The placements so far as planners return them: −1 = not placed, transfers only under contention; a copy. */
  schedule(): Schedule {
    return this.running().schedule();
  }

  invariants(): readonly string[] {
    return this.simulator === undefined ? [] : dagInvariants(this.simulator, this.shown);
  }

  render(): string | undefined {
    const text = renderSchedule(this.renderMode, this.id, this.running());
    if (this.renderMode !== 'human') return text;
    process.stdout.write(`${text}\n`);
    return undefined;
  }

  close(): void {
    this.open = false;
  }

  snapshot(): EnvSnapshot {
    const { seed, episode, decisions, open } = this;
    const schedule = this.simulator?.save() ?? new Uint8Array(0);
    const state: DagEnvState = { seed, episode, decisions, open, schedule, view: this.shown.save() };
    return { env: this.id, state };
  }

  restore(saved: EnvSnapshot): void {
    ensure(saved.env === this.id, `envs/dag: a snapshot of ${saved.env} does not fit ${this.id}`);
    const state = saved.state as DagEnvState;
    const same = this.seed === state.seed && this.episode === state.episode;
    if (state.episode < 0) this.simulator = undefined;
    else if (!same) this.begin(this.source.draw(createRng(state.seed).fork('dag').fork(state.episode)));
    this.load(state);
  }

  fork(): DagEnv {
    const copy = new DagEnv(this.config, this.options, this.source);
    if (this.simulator !== undefined) copy.begin(this.simulator.model);
    copy.load(this.snapshot().state as DagEnvState);
    return copy;
  }

  private begin(model: DagModel): void {
    this.simulator = new DagSimulator(model, this.parsed.placement);
    this.shown.begin(this.simulator);
    this.scale = rewardScale(this.parsed.reward, model);
  }

  private load({ seed, episode, decisions, open, schedule, view }: DagEnvState): void {
    this.simulator?.load(schedule);
    this.shown.load(view);
    this.seed = seed;
    this.episode = episode;
    this.decisions = decisions;
    this.open = open;
    this.writeInfo();
  }

  private running(): DagSimulator {
    if (this.simulator === undefined) throw new ArenaError(`envs/dag: ${this.id}: reset comes first`);
    return this.simulator;
  }

  private writeInfo(): void {
    const { info, simulator } = this;
    info.makespan = simulator?.makespan ?? 0;
    info.placed = simulator?.placed ?? 0;
    info.seed = this.seed;
    info.episode = this.episode;
  }
}

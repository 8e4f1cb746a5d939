/**
 * The system-on-chip as a decision process: Gymnasium's reset and step around a kernel. One step carries out one
 * placement (or wait) and goes on to the next decision; several placements at one instant are several steps with
 * `elapsed` 0. The episode terminates when all offered jobs are done and is truncated at the time limit.
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
import { actionCount, type PlacementView } from '../../src/placement.js';
import type { EnvOptions } from '../../src/registry.js';
import { createRng, type Rng } from '../../src/rng.js';
import { discrete } from '../../src/space/discrete.js';
import type { Json, Space } from '../../src/space/space.js';
import { CompatKernel } from './compat-driver.js';
import { parseSocConfig, type SocConfig } from './config.js';
import { CorrectKernel, type SocKernel } from './kernel.js';
import { compileModel, type SocModel } from './model.js';
import { createObserver, type SocObserver } from './observe.js';
import { renderEpisode } from './render.js';
import { RUNNING, TERMINATED, TRUNCATED } from './state.js';

const RENDER_MODES: readonly RenderMode[] = ['none', 'ansi', 'svg', 'human'];
/** Episodes without any decision are skipped; more in a row than this are an error of the configuration. */
const EMPTY_EPISODES = 100;

interface SocEnvState {
  readonly seed: number;
  readonly episode: number;
  readonly kernel: unknown;
}

export interface SocEnvOptions extends EnvOptions {
  readonly id: string;
}

export class SocEnv implements PlacementEnv<unknown> {
  readonly id: string;
  readonly config: Json;
  readonly metadata: EnvMetadata;
  readonly observationSpace: Space;
  readonly actionSpace: Space<number>;
  readonly renderMode: RenderMode;
  /** Only with `record: true`. */
  readonly trace?: () => ScheduleTrace;
  private readonly options: SocEnvOptions;
  private readonly parsed: SocConfig;
  private readonly model: SocModel;
  private readonly kernel: SocKernel;
  private readonly observer: SocObserver;
  private readonly info: { elapsed: number; now: number; jobsInSystem: number; seed: number; episode: number };
  private readonly result: {
    observation: unknown;
    reward: number;
    terminated: boolean;
    truncated: boolean;
    info: SocEnv['info'];
  };
  private seed = -1; // of the stream; −1 = not drawn yet
  private episode = -1; // number within the stream
  private open = false; // an episode is going on

  /**
   * @throws ArenaError for a configuration that is not allowed.
   */
  constructor(
    config: Json,
    options: SocEnvOptions,
    compiled?: { readonly config: SocConfig; readonly model: SocModel },
  ) {
    this.options = options;
    this.parsed = compiled?.config ?? parseSocConfig(config);
    this.model = compiled?.model ?? compileModel(this.parsed);
    this.id = options.id;
    this.config = this.parsed as unknown as Json;
    this.renderMode = options.renderMode ?? 'none';
    ensure(
      RENDER_MODES.includes(this.renderMode),
      `envs/soc: render mode "${this.renderMode}" (${RENDER_MODES.join(', ')})`,
    );
    const record = options.record === true || this.renderMode === 'svg';
    this.kernel = createKernel(this.model, this.parsed, record);
    this.observer = createObserver(options.observation ?? 'view', this.kernel.table);
    this.observationSpace = this.observer.space;
    this.actionSpace = discrete(actionCount(this.kernel.table.shape));
    this.metadata = {
      timeUnit: this.kernel.table.timeUnit,
      aliasesObservation: this.observer.aliases,
      reusesStepResult: true,
      ...stepLimit(this.parsed, this.model),
      renderModes: RENDER_MODES,
      deterministic: true,
    };
    this.info = { elapsed: 0, now: 0, jobsInSystem: 0, seed: -1, episode: -1 };
    this.result = { observation: null, reward: 0, terminated: false, truncated: false, info: this.info };
    if (options.record === true) this.trace = () => this.kernel.trace();
  }

  reset(options: ResetOptions = {}): ResetResult<unknown> {
    const { seed } = options;
    if (seed !== undefined) {
      ensure(
        Number.isSafeInteger(seed) && seed >= 0,
        `envs/soc: seed ${JSON.stringify(seed)} is not allowed (an integer ≥ 0)`,
      );
      this.seed = seed;
      this.episode = -1;
    } else if (this.seed < 0) this.seed = entropySeed();
    const begun = this.episode;
    do {
      this.episode++;
      ensure(
        this.episode <= begun + EMPTY_EPISODES,
        `envs/soc: ${this.id}: no episode brings a decision before its end`,
      );
      this.kernel.reset(this.stream());
    } while (!this.kernel.advance());
    this.kernel.reward();
    this.open = true;
    this.writeInfo();
    this.info.elapsed = 0;
    return { observation: this.observer.observe(), info: { ...this.info } };
  }

  step(action: number): StepResult<unknown> {
    if (!this.open) throw new ArenaError(`envs/soc: ${this.id}: step before reset or after the end of the episode`);
    if (!Number.isInteger(action))
      throw new ArenaError(
        `envs/soc: action ${JSON.stringify(action)} is not an integer (0…${this.kernel.table.mask.length - 1})`,
      );
    const { kernel, result } = this;
    const before = kernel.now;
    kernel.act(action);
    this.open = kernel.advance();
    result.reward = kernel.reward();
    result.terminated = kernel.ended === TERMINATED;
    result.truncated = kernel.ended === TRUNCATED;
    this.writeInfo();
    this.info.elapsed = kernel.now - before;
    result.observation = this.observer.observe();
    return result;
  }

  view(): PlacementView {
    return this.kernel.table;
  }

  actionMask(): Uint8Array {
    return this.kernel.table.mask;
  }

  metrics(): Readonly<Record<string, number>> {
    return this.kernel.metrics();
  }

  invariants(): readonly string[] {
    return this.kernel.invariants();
  }

  render(): string | undefined {
    const text = renderEpisode(this.renderMode, { id: this.id, kernel: this.kernel });
    if (this.renderMode !== 'human') return text;
    process.stdout.write(`${text}\n`);
    return undefined;
  }

  close(): void {
    this.open = false;
  }

  snapshot(): EnvSnapshot {
    const state: SocEnvState = {
      seed: this.seed,
      episode: this.episode,
      kernel: this.seed < 0 ? null : this.kernel.save(),
    };
    return { env: this.id, state };
  }

  restore(saved: EnvSnapshot): void {
    ensure(saved.env === this.id, `envs/soc: a snapshot of ${saved.env} does not fit ${this.id}`);
    const { seed, episode, kernel } = saved.state as SocEnvState;
    this.seed = seed;
    this.episode = episode;
    if (kernel !== null) this.kernel.load(kernel, this.stream());
    this.afterCopy();
  }

  fork(): SocEnv {
    const copy = new SocEnv(this.config, this.options, { config: this.parsed, model: this.model });
    copy.seed = this.seed;
    copy.episode = this.episode;
    if (this.seed >= 0) copy.kernel.copyFrom(this.kernel, this.stream());
    copy.afterCopy();
    copy.open = this.open;
    return copy;
  }

  private afterCopy(): void {
    this.open = this.episode >= 0 && this.kernel.ended === RUNNING;
    this.writeInfo();
  }

  private stream(): Rng {
    return createRng(this.seed).fork('soc').fork(this.episode);
  }

  private writeInfo(): void {
    const { info, kernel } = this;
    info.now = kernel.now;
    info.jobsInSystem = kernel.jobsInSystem;
    info.seed = this.seed;
    info.episode = this.episode;
  }
}

/**
 * Every task of every job is one decision. With late binding there are waits too, at most one an instant, and an
 * instant is an arrival, or an end, the data or a result in the shared memory of some task. No bound is known where
 * only time limits the jobs, nor for late binding under a governor that looks at regular times.
 */
function stepLimit({ binding, episode, frequency }: SocConfig, model: SocModel): { maxEpisodeSteps?: number } {
  if (episode.jobs === null) return {};
  if (binding !== 'late') return { maxEpisodeSteps: episode.jobs * model.taskCapacity };
  if (frequency.throttling || frequency.governor === 'ondemand') return {};
  return { maxEpisodeSteps: episode.jobs * (4 * model.taskCapacity + 1) };
}

function createKernel(model: SocModel, config: SocConfig, record: boolean): SocKernel {
  if (config.mode !== 'correct') return new CompatKernel(model, config);
  return new CorrectKernel(model, config, { record });
}

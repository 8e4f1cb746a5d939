/**
 * The shared base of all wrappers: it forwards everything, so a wrapper states only what it changes. Methods that
 * an environment may lack (masks, snapshots, forks, invariants, the placement view, metrics, traces) exist on the
 * wrapper exactly when the inner environment has them. A wrapper's own memory is part of its snapshots and forks:
 * override `saveState`, `loadState` and `rewrap`.
 */
import type {
  Env,
  EnvMetadata,
  EnvSnapshot,
  PlacementEnv,
  RenderMode,
  ResetOptions,
  ResetResult,
  ScheduleTrace,
  StepResult,
} from '../env.js';
import { ensure } from '../error.js';
import type { PlacementView } from '../placement.js';
import type { Json, Space } from '../space/space.js';
import type { Timeline, TimelineOptions } from '../timeline.js';

/** What a wrapped environment saves: the inner snapshot and the wrapper's memory. */
interface WrapperState {
  readonly inner: EnvSnapshot;
  readonly wrapper: string;
  readonly own: unknown;
}

/** `Obs`, `Act` as seen from outside; `InnerObs`, `InnerAct` as the wrapped environment has them. */
export abstract class Wrapper<Obs, Act, InnerObs = Obs, InnerAct = Act> implements Env<Obs, Act> {
  readonly inner: Env<InnerObs, InnerAct>;
  readonly actionMask?: () => Uint8Array;
  readonly snapshot?: () => EnvSnapshot;
  readonly restore?: (saved: EnvSnapshot) => void;
  readonly fork?: () => Env<Obs, Act>;
  readonly invariants?: () => readonly string[];
  readonly view?: () => PlacementView;
  readonly metrics?: () => Readonly<Record<string, number>>;
  readonly trace?: () => ScheduleTrace;
  readonly timeline?: (options?: TimelineOptions) => Timeline;

  constructor(inner: Env<InnerObs, InnerAct>) {
    this.inner = inner;
    const placement = inner as unknown as Partial<PlacementEnv>;
    if (inner.actionMask) this.actionMask = () => inner.actionMask!();
    if (inner.snapshot) this.snapshot = () => this.save();
    if (inner.restore) this.restore = (saved) => this.load(saved);
    if (inner.fork) this.fork = () => this.copy();
    if (inner.invariants) this.invariants = () => inner.invariants!();
    if (placement.view) this.view = () => placement.view!();
    if (placement.metrics) this.metrics = () => placement.metrics!();
    if (placement.trace) this.trace = () => placement.trace!();
    if (placement.timeline) this.timeline = (options) => placement.timeline!(options);
  }

  get id(): string {
    return this.inner.id;
  }

  get config(): Json {
    return this.inner.config;
  }

  get metadata(): EnvMetadata {
    return this.inner.metadata;
  }

  get renderMode(): RenderMode {
    return this.inner.renderMode;
  }

  get observationSpace(): Space<Obs> {
    return this.inner.observationSpace as unknown as Space<Obs>;
  }

  get actionSpace(): Space<Act> {
    return this.inner.actionSpace as unknown as Space<Act>;
  }

  abstract reset(options?: ResetOptions): ResetResult<Obs>;

  abstract step(action: Act): StepResult<Obs>;

  render(): string | undefined {
    return this.inner.render();
  }

  close(): void {
    this.inner.close();
  }

  /** The wrapper's own memory as a value that survives `structuredClone`; nothing by default. */
  protected saveState(): unknown {
    return null;
  }

  /** Puts back what `saveState` returned. */
  protected loadState(_own: unknown): void {}

  /** The same wrapper, with the same options, around another environment. */
  protected abstract rewrap(inner: Env<InnerObs, InnerAct>): Wrapper<Obs, Act, InnerObs, InnerAct>;

  private save(): EnvSnapshot {
    const state: WrapperState = {
      inner: this.inner.snapshot!(),
      wrapper: this.constructor.name,
      own: this.saveState(),
    };
    return { env: this.id, state };
  }

  private load(saved: EnvSnapshot): void {
    const state = saved.state as Partial<WrapperState> | null;
    ensure(
      state?.inner !== undefined && state.wrapper === this.constructor.name,
      `wrappers: the snapshot of ${saved.env} was not taken by ${this.constructor.name} around ${this.id}`,
    );
    this.inner.restore!(state.inner);
    this.loadState(state.own);
  }

  private copy(): Env<Obs, Act> {
    const fork = this.rewrap(this.inner.fork!());
    fork.loadState(structuredClone(this.saveState()));
    return fork;
  }
}

/** The environment without its wrappers. */
export function unwrapped(env: Env<unknown, unknown>): Env {
  let inner: unknown = env;
  while (inner instanceof Wrapper) inner = inner.inner;
  return inner as Env;
}

const PLACEMENT_METHODS = ['view', 'actionMask', 'snapshot', 'restore', 'fork', 'invariants', 'metrics'] as const;

/** Says that a (wrapped) environment still shows the placement view. Errors: `ArenaError` naming what is missing. */
export function asPlacementEnv<Obs>(env: Env<Obs, number>): PlacementEnv<Obs> {
  const missing = PLACEMENT_METHODS.filter(
    (name) => typeof (env as unknown as Record<string, unknown>)[name] !== 'function',
  );
  ensure(missing.length === 0, `wrappers: ${env.id} is no placement environment (it lacks ${missing.join(', ')})`);
  return env as PlacementEnv<Obs>;
}

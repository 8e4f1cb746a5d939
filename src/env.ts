/**
 * The contract of an environment: Gymnasium's semantics, synchronous, plus what event-driven scheduling needs —
 * elapsed time between decisions, action masks, byte snapshots and forks. `terminated` means the decision
 * process itself ended; `truncated` means it was cut from outside (time limit), so its value is bootstrapped.
 */
import type { PlacementView } from './placement.js';
import type { Json, Space } from './space/space.js';
import type { Timeline, TimelineOptions } from './timeline.js';

/** Plain facts beside an observation; JSON-able, with the same keys at every step. `elapsed` is always there. */
export interface Info {
  /** Time since the previous decision, in the environment's time unit (0 after a reset). */
  readonly elapsed: number;
  readonly [key: string]: unknown;
}

export interface ResetOptions {
  /** An integer ≥ 0 starts a new stream; absent, the present stream continues (the first draws one at the edge and reports it as `info.seed`). */
  readonly seed?: number;
  /** Environment-specific options, documented in its card. */
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface ResetResult<Obs> {
  readonly observation: Obs;
  readonly info: Info;
}

export interface StepResult<Obs> {
  readonly observation: Obs;
  readonly reward: number;
  readonly terminated: boolean;
  readonly truncated: boolean;
  readonly info: Info;
}

/** A saved environment: opaque to everyone but the environment that made it; survives `structuredClone`. */
export interface EnvSnapshot {
  readonly env: string;
  readonly state: unknown;
}

export type RenderMode = 'none' | 'ansi' | 'svg' | 'human';

/** What a metric of an environment means. */
export interface MetricMeaning {
  readonly key: string;
  readonly unit: string; // 's', 'requests/s', …; '' for counts and shares
  readonly meaning: string;
}

export interface EnvMetadata {
  /** Time unit of `elapsed`, `now` and all durations, and its length. */
  readonly timeUnit: { readonly name: string; readonly seconds: number };
  /** True when the observation is a live view that the next step overwrites. */
  readonly aliasesObservation: boolean;
  /** True when `step` returns the same result object every time. */
  readonly reusesStepResult: boolean;
  /** An episode never takes more decisions than this; absent where no bound is known (the checker then plays to the end). */
  readonly maxEpisodeSteps?: number;
  /** True when episodes may never end by themselves, so that somebody outside (e.g. a time limit) has to cut them. */
  readonly continuing?: boolean;
  /** True when every episode is the same whatever the seed, e.g. one given instance. */
  readonly constant?: boolean;
  /** Units and meanings of the metrics, where the environment tells them. */
  readonly metrics?: readonly MetricMeaning[];
  readonly renderModes: readonly RenderMode[];
  /** False: the same seed and actions may differ (none of ours). */
  readonly deterministic: boolean;
}

export interface Env<Obs = unknown, Act = number> {
  /** Registered id with version, e.g. `soc/wifi-rx-v1`. */
  readonly id: string;
  /** The resolved configuration, plain JSON: rebuilding from it gives the same environment. */
  readonly config: Json;
  readonly metadata: EnvMetadata;
  readonly observationSpace: Space<Obs>;
  readonly actionSpace: Space<Act>;
  readonly renderMode: RenderMode;
  reset(options?: ResetOptions): ResetResult<Obs>;
  /** Errors: `ArenaError` for an illegal action (state unchanged), before the first reset and after the end. */
  step(action: Act): StepResult<Obs>;
  /** 1 = allowed now; for environments with masks. */
  actionMask?(): Uint8Array;
  /** `ansi` and `svg` return text, `human` prints and returns nothing, `none` returns nothing. */
  render(): string | undefined;
  /** May be called twice. */
  close(): void;
  snapshot?(): EnvSnapshot;
  restore?(saved: EnvSnapshot): void;
  /** A copy that replays identically under the same actions, or can be continued under another policy. */
  fork?(): Env<Obs, Act>;
  /** Violated conservation laws in words; empty when all hold (arrived = done + queued + running, busy ≤ capacity, precedence, …). */
  invariants?(): readonly string[];
}

/** The environments of this framework: every one shows the placement view that all schedulers share. */
export interface PlacementEnv<Obs = PlacementView> extends Env<Obs, number> {
  view(): PlacementView;
  actionMask(): Uint8Array;
  snapshot(): EnvSnapshot;
  restore(saved: EnvSnapshot): void;
  fork(): PlacementEnv<Obs>;
  invariants(): readonly string[];
  /** Outcome of the episode so far: named numbers (see the environment's card), unfinished work accounted for. */
  metrics(): Readonly<Record<string, number>>;
  /** What ran where and when, for Gantt charts and exports; only if recording was switched on. */
  trace?(): ScheduleTrace;
  /** Gauges, slices of work and what items went through, for timelines; only if recording was switched on. */
  timeline?(options?: TimelineOptions): Timeline;
}

/** A recorded schedule as columns; one row per executed piece of work. */
export interface ScheduleTrace {
  readonly timeUnit: { readonly name: string; readonly seconds: number };
  readonly resources: readonly string[];
  readonly length: number;
  readonly task: Int32Array; // [row] task id
  readonly job: Int32Array; // [row] job id
  readonly resource: Int32Array; // [row]
  readonly ready: Float64Array; // [row] time at which the inputs were there
  readonly start: Float64Array; // [row]
  readonly finish: Float64Array; // [row]; NaN while it is still running
  readonly label: readonly string[]; // [row] task name
  readonly jobLabel: readonly string[]; // [row] application name
}

/**
 * Plays a policy and records what it saw, did and earned. One task is a piece of work for one thread: either some whole
 * episodes, or a number of decisions that go on where the previous piece stopped and begin new episodes as they end.
 * Where asked, every recorded decision is also labelled: with the choice of a teacher, or with what each candidate would
 * have cost (see `look-ahead.ts`). Who acts is drawn decision by decision: the policy, the label's choice (a teacher's
 * share, as in Ross et al. 2011, arXiv 1011.0686), another agent that knows interesting places (a guide), or chance. All randomness comes from streams named in
 * the task, so that results depend neither on the thread nor on the order of tasks.
 */
import type { EnvSnapshot } from '../env.js';
import type { AgentChoice } from './agent-choice.js';
import type { LookAheadOptions } from './look-ahead.js';
import { Player } from './player.js';
import type { PlayedRecord } from './recorder.js';
import type { EpisodeStart, WeightedScenario } from './scenario-mix.js';
import { type PolicyChoice, workbench } from './workbench.js';

/** An episode that goes on in the next piece of work. */
export interface OpenEpisode extends EpisodeStart {
  readonly env: EnvSnapshot;
  readonly startTime: number; // of the environment's clock
  readonly earned: number; // raw rewards so far
  readonly decisions: number; // so far
}

/** An episode that has ended. */
export interface FinishedEpisode {
  readonly entry: number; // of the mixture
  readonly scenario: string;
  readonly seed: number;
  readonly sequence: number;
  readonly episodicReturn: number; // raw rewards
  readonly decisions: number;
  readonly length: number; // time units
  readonly terminated: boolean;
  readonly metrics: Readonly<Record<string, number>>;
}

/** Shares of decisions; what is left acts by the policy. */
export interface Behaviour {
  readonly teacherShare: number; // by the label's choice
  readonly guideShare: number; // by the guide
  readonly guide: AgentChoice | null;
  readonly exploration: number; // uniformly over the candidates
  readonly greedy: boolean; // the policy's part takes the most probable candidate instead of drawing one
}

/** How decisions are labelled. */
export type Labels =
  | { readonly kind: 'none' }
  | { readonly kind: 'teacher'; readonly agent: AgentChoice }
  | {
      readonly kind: 'look-ahead';
      readonly options: LookAheadOptions;
      /** By scenario, for cost `ratio`. */
      readonly credits: readonly number[];
    };

export interface PlayTask {
  readonly kind: 'play';
  readonly policy: PolicyChoice;
  readonly weights: Float32Array; // [parameter]
  readonly mixture: readonly WeightedScenario[];
  /** Path of the task's random streams. */
  readonly stream: string;
  readonly open: OpenEpisode | null; // played on first
  readonly episodes: readonly EpisodeStart[]; // played next
  /** Decisions after which to stop, beginning new episodes as needed; null = when the given episodes have ended. */
  readonly decisions: number | null;
  readonly sequence: number; // of the first episode that the task draws itself; counts up
  readonly meanLength: number; // of episodes that the task draws itself, time units; Infinity = to the end
  readonly rewardScale: number; // recorded reward = scale · raw reward
  readonly withValues: boolean; // the network has a critic to be asked
  readonly withInteractions?: boolean; // what becomes of placed tasks is recorded, too; default false
  readonly behaviour: Behaviour;
  readonly labels: Labels;
  readonly recordShare: number; // share of decisions that are recorded, drawn one by one
}

export interface PlayResult {
  readonly record: PlayedRecord;
  readonly open: OpenEpisode | null;
  readonly nextSequence: number;
  readonly finished: readonly FinishedEpisode[];
  readonly decisions: number; // played, recorded or not
  readonly missedLabels: number; // decisions whose teacher took what is no candidate
}

export function play(task: PlayTask): PlayResult {
  return new Player(task, workbench(task.policy, task.weights)).run();
}

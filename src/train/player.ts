/** The inside of `play.ts`: one decision after the other, from the opening of an episode to its end or the task's. */
import type { Agent } from '../agent.js';
import type { StepResult } from '../env.js';
import { ensure } from '../error.js';
import { largest, logProbability, sampleSoftmax } from '../nn/policy-agent.js';
import { DecisionTables } from '../nn/tables.js';
import type { PlacementView } from '../placement.js';
import { createRng, type Rng } from '../rng.js';
import { Labeller } from './labeller.js';
import type { FinishedEpisode, OpenEpisode, PlayResult, PlayTask } from './play.js';
import { Recorder } from './recorder.js';
import { drawEpisode, type EpisodeStart } from './scenario-mix.js';
import type { Seat, Workbench } from './workbench.js';

/** The episode that is going on. */
interface Sitting {
  readonly start: EpisodeStart;
  readonly seat: Seat;
  readonly labeller: Labeller;
  readonly startTime: number;
  earned: number; // raw rewards
  decisions: number;
}

/** Who takes a decision. */
type Actor = 'policy' | 'teacher' | 'guide' | 'chance';

export class Player {
  private readonly task: PlayTask;
  private readonly bench: Workbench;
  private readonly recorder: Recorder;
  private readonly unrecorded: DecisionTables; // the decision at hand where it is not recorded
  private readonly actions: Rng;
  private readonly begin: Rng;
  private readonly guide: Agent | null;
  private readonly labellers = new Map<number, Labeller>();
  private readonly finished: FinishedEpisode[] = [];
  private begun = 0; // given episodes begun
  private drawn = 0; // episodes drawn here
  private decisions = 0;

  constructor(task: PlayTask, bench: Workbench) {
    const { schema } = bench.policy.network;
    const stream = createRng(task.stream);
    this.task = task;
    this.bench = bench;
    this.recorder = new Recorder(schema, { withInteractions: task.withInteractions === true });
    this.unrecorded = new DecisionTables(schema);
    this.actions = stream.fork('actions');
    this.begin = stream.fork('episodes');
    this.guide = task.behaviour.guide && bench.agent(task.behaviour.guide);
  }

  run(): PlayResult {
    const { task, recorder } = this;
    let sitting = task.open === null ? this.next() : this.resume(task.open);
    while (sitting !== null && (task.decisions === null || this.decisions < task.decisions)) {
      sitting = this.decide(sitting) ? this.next() : sitting;
    }
    if (sitting !== null && sitting.decisions > 0) this.cut(sitting, { terminated: false, truncated: false });
    return {
      record: recorder.record(),
      open: sitting === null ? null : this.leaveOpen(sitting),
      nextSequence: task.sequence + this.drawn,
      finished: this.finished,
      decisions: this.decisions,
      missedLabels: [...this.labellers.values()].reduce((sum, { missed }) => sum + missed, 0),
    };
  }

  /** Opens the next episode; nothing when all given ones have been played. */
  private next(): Sitting | null {
    const { task } = this;
    const start = this.begun < task.episodes.length ? task.episodes[this.begun++] : this.draw();
    if (start === null) return null;
    return this.sit(start, null);
  }

  private draw(): EpisodeStart | null {
    const { task } = this;
    if (task.decisions === null) return null;
    const rng = this.begin.fork(this.drawn);
    const sequence = task.sequence + this.drawn++;
    return drawEpisode(task.mixture, { rng, sequence, mean: task.meanLength });
  }

  private resume(open: OpenEpisode): Sitting {
    const { env, startTime, earned, decisions, ...start } = open;
    const sitting = this.sit(start, open);
    sitting.earned = earned;
    sitting.decisions = decisions;
    return sitting;
  }

  private sit(start: EpisodeStart, open: OpenEpisode | null): Sitting {
    const scenario = this.task.mixture[start.scenario];
    const seat = this.bench.seat(scenario, 'play');
    if (open === null) seat.env.reset({ seed: start.seed });
    else seat.env.restore(open.env);
    seat.encoder.reset?.();
    const labeller = this.labellerOf(start.scenario);
    labeller.reset();
    this.guide?.reset?.();
    const { now } = seat.env.view();
    const startTime = open?.startTime ?? now;
    this.recorder.interactions?.begin(startTime, now);
    return { start, seat, labeller, startTime, earned: 0, decisions: 0 };
  }

  private labellerOf(scenario: number): Labeller {
    let labeller = this.labellers.get(scenario);
    if (!labeller) {
      const { task, bench } = this;
      labeller = new Labeller(bench, { task, scenario, rng: createRng(task.stream).fork('labels') });
      this.labellers.set(scenario, labeller);
    }
    return labeller;
  }

  /** One decision; true when the episode has ended. */
  private decide(sitting: Sitting): boolean {
    const { seat, startTime, start } = sitting;
    const { task, recorder, actions, bench } = this;
    const view = seat.env.view();
    const isRecorded = task.recordShare >= 1 || actions() < task.recordShare;
    const store = isRecorded ? recorder.store : this.unrecorded;
    const count = this.encode(sitting, store, view);
    bench.plain.evaluate(store, store.decisions - 1, isRecorded && task.withValues);
    const { logits } = bench.plain;
    const value = isRecorded && task.withValues ? bench.plain.value : Number.NaN;
    const chosen = this.choose(sitting, { count, isRecorded });
    if (isRecorded) {
      const logProb = logProbability(logits, count, chosen);
      recorder.decision({ chosen, logProb, value, time: view.now - startTime });
    }
    const before = view.now;
    const action = seat.encoder.action(chosen);
    if (isRecorded) recorder.interactions?.decide(view, action);
    const result = seat.env.step(action);
    recorder.interactions?.look(seat.env.view());
    this.decisions++;
    sitting.decisions++;
    sitting.earned += result.reward;
    recorder.earn(task.rewardScale * result.reward, view.now - before);
    const isCut = view.now - startTime >= start.timeLimit;
    if (!result.terminated && !result.truncated && !isCut) return false;
    this.finish(sitting, result);
    return true;
  }

  private encode({ seat }: Sitting, store: DecisionTables, view: PlacementView): number {
    if (store === this.unrecorded) store.clear();
    const count = seat.encoder.encode(view, store);
    ensure(count > 0, `train/player: ${seat.env.id}: the mask allows nothing`);
    store.close();
    return count;
  }

  /** Who acts is drawn first, then labels are made, then the candidate is known. */
  private choose(
    { seat, labeller }: Sitting,
    { count, isRecorded }: { readonly count: number; readonly isRecorded: boolean },
  ): number {
    const { bench, recorder, task } = this;
    const { logits } = bench.plain;
    const who = this.drawActor();
    const chosen = this.candidateOf(who, seat, { logits, count });
    const byTeacher = who === 'teacher';
    if (task.labels.kind === 'none' || (!isRecorded && !byTeacher)) return chosen;
    const best = labeller.label(seat, { logits, count, chosen: byTeacher ? -1 : chosen });
    if (isRecorded) labeller.write(recorder, count);
    return byTeacher && best >= 0 ? best : chosen;
  }

  private drawActor(): Actor {
    const { teacherShare, guideShare, exploration } = this.task.behaviour;
    if (teacherShare + guideShare + exploration === 0) return 'policy';
    const draw = this.actions();
    if (draw < teacherShare) return 'teacher';
    if (draw < teacherShare + guideShare) return 'guide';
    return draw < teacherShare + guideShare + exploration ? 'chance' : 'policy';
  }

  /** The candidate of an actor; the policy's where the guide takes what is none, and until the teacher is asked. */
  private candidateOf(
    who: Actor,
    { env, encoder }: Seat,
    { logits, count }: { readonly logits: Float32Array; readonly count: number },
  ): number {
    if (who === 'chance') return this.actions.integer(count);
    const guided = who === 'guide' && this.guide ? encoder.candidateOf(this.guide.propose(env.view())) : -1;
    if (guided >= 0) return guided;
    return this.task.behaviour.greedy ? largest(logits, count) : sampleSoftmax(logits, count, this.actions);
  }

  private finish(sitting: Sitting, result: StepResult<unknown>): void {
    const { start, seat, earned, decisions, startTime } = sitting;
    const { terminated } = result;
    this.cut(sitting, { terminated, truncated: !terminated });
    const { env } = seat;
    this.finished.push({
      entry: start.scenario,
      scenario: env.id,
      seed: start.seed,
      sequence: start.sequence,
      episodicReturn: earned,
      decisions,
      length: env.view().now - startTime,
      terminated,
      metrics: { ...env.metrics() },
    });
  }

  /** Ends the segment at the present state. */
  private cut(sitting: Sitting, ending: { readonly terminated: boolean; readonly truncated: boolean }): void {
    const { start, seat } = sitting;
    const hasEnded = ending.terminated || ending.truncated;
    this.recorder.endSegment({
      scenario: seat.env.id,
      entry: start.scenario,
      seed: start.seed,
      sequence: start.sequence,
      ...ending,
      finalValue: ending.terminated ? 0 : this.finalValue(sitting),
      metrics: hasEnded ? { ...seat.env.metrics() } : {},
    });
  }

  /** V of the present state; where it allows no action, that of the last decision. 0 without a critic. */
  private finalValue({ seat }: Sitting): number {
    const { bench, recorder, task, unrecorded } = this;
    if (!task.withValues || recorder.segmentLength === 0) return 0;
    const view = seat.env.view();
    if (!view.mask.includes(1)) return recorder.lastValue;
    unrecorded.clear();
    seat.encoder.encode(view, unrecorded);
    unrecorded.close();
    bench.plain.evaluate(unrecorded, 0, true);
    return bench.plain.value;
  }

  private leaveOpen({ start, seat, earned, decisions, startTime }: Sitting): OpenEpisode {
    return { ...start, env: seat.env.snapshot(), startTime, earned, decisions };
  }
}

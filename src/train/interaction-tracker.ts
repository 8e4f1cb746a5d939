/**
 * What becomes of the tasks that decisions place, read from the live graph after every step: when the task finished, and
 * when its job did. A job that has left the graph is complete; what was last expected of its tasks then gives the times,
 * bounded by the two looks between which it left, so they are exact unless processing times differ from what is expected.
 * Left out: what happens after the segment ends; tasks that are still open then have ∞.
 */
import { ArenaError } from '../error.js';
import { NODE_DONE, type PlacementGraph, type PlacementView, waitAction } from '../placement.js';
import type { InteractionColumns } from './rollout.js';

/** A decision whose job is not complete. */
interface OpenInteraction {
  readonly decision: number;
  readonly job: number; // id
  readonly task: number; // id
  expected: number; // finish of the task, time of the environment
  isFinished: boolean;
}

export class InteractionTracker {
  private readonly job: number[] = [];
  private readonly taskCompleted: number[] = [];
  private readonly jobCompleted: number[] = [];
  private open: OpenInteraction[] = [];
  private readonly jobExpected = new Map<number, number>(); // [job id] finish, as far as its tasks are placed
  private startTime = 0; // of the episode
  private lastLook = 0;

  /** A segment begins; what was open remains so for ever. */
  begin(startTime: number, now: number): void {
    this.open = [];
    this.jobExpected.clear();
    this.startTime = startTime;
    this.lastLook = now;
  }

  /** The next decision, before its action is taken. Errors: `ArenaError` where the view shows no graph of the task. */
  decide(view: PlacementView, action: number): void {
    const { shape, graph } = view;
    this.taskCompleted.push(Number.POSITIVE_INFINITY);
    this.jobCompleted.push(Number.POSITIVE_INFINITY);
    if (action === waitAction(shape)) {
      this.job.push(-1);
      return;
    }
    const pair = Math.floor(action / shape.variants); // slot × resources + resource
    const slot = Math.floor(pair / shape.resources);
    const node = graph.nodeItem.subarray(0, graph.nodeCount).indexOf(slot);
    if (node < 0) {
      throw new ArenaError(
        'train/interactions: the environment shows no graph of its tasks, so none is seen to finish',
      );
    }
    const start = Math.max(view.now, view.ready[pair], view.resources.freeAt[pair % shape.resources]);
    const expected = start + view.cost[action];
    const job = graph.jobId[graph.nodeJob[node]];
    this.open.push({ decision: this.job.length, job, task: graph.task[node], expected, isFinished: false });
    this.job.push(job);
    this.jobExpected.set(job, Math.max(expected, this.jobExpected.get(job) ?? Number.NEGATIVE_INFINITY));
  }

  /** After a step. */
  look({ graph, now }: PlacementView): void {
    for (let j = 0; j < graph.jobCount; j++) {
      if (this.jobExpected.has(graph.jobId[j])) this.jobExpected.set(graph.jobId[j], latestFinish(graph, j));
    }
    let kept = 0;
    for (const interaction of this.open) {
      const row = graph.jobId.subarray(0, graph.jobCount).indexOf(interaction.job);
      if (row < 0) this.jobHasLeft(interaction, now);
      else {
        this.follow(interaction, graph, row);
        this.open[kept++] = interaction;
      }
    }
    this.open.length = kept;
    this.lastLook = now;
  }

  /** Of all decisions so far. */
  columns(): InteractionColumns {
    return {
      job: Int32Array.from(this.job),
      taskCompleted: Float64Array.from(this.taskCompleted),
      jobCompleted: Float64Array.from(this.jobCompleted),
    };
  }

  private follow(interaction: OpenInteraction, { jobStart, task, state, finish }: PlacementGraph, row: number): void {
    if (interaction.isFinished) return;
    for (let node = jobStart[row]; node < jobStart[row + 1]; node++) {
      if (task[node] !== interaction.task) continue;
      if (finish[node] >= 0) interaction.expected = finish[node]; // NaN while nothing is known
      if (state[node] === NODE_DONE) this.finish(interaction, interaction.expected);
      return;
    }
  }

  private jobHasLeft(interaction: OpenInteraction, now: number): void {
    const between = (time: number) => Math.min(now, Math.max(this.lastLook, time));
    if (!interaction.isFinished) this.finish(interaction, between(interaction.expected));
    const { decision, job } = interaction;
    this.jobCompleted[decision] = between(this.jobExpected.get(job) ?? now) - this.startTime;
  }

  private finish(interaction: OpenInteraction, time: number): void {
    interaction.isFinished = true;
    this.taskCompleted[interaction.decision] = time - this.startTime;
  }
}

/** The latest finish that is known of a job's tasks. */
function latestFinish({ jobStart, finish }: PlacementGraph, row: number): number {
  let latest = Number.NEGATIVE_INFINITY;
  for (let node = jobStart[row]; node < jobStart[row + 1]; node++) if (finish[node] > latest) latest = finish[node];
  return latest;
}

/**
 * What SoCRATES sees and chooses: 247 numbers at three jobs of ten tasks on three processors (`released-observation.ts`),
 * and the processors that may take the oldest ready task. Sizes are fixed: platforms with more processors, and jobs with
 * more tasks, are refused; of more jobs than there are slots the oldest are shown. Where *wait* is all that is allowed it
 * is the only candidate; the method itself never waits.
 */
import { ArenaError } from '../../src/error.js';
import type { Encoder } from '../../src/nn/policy.js';
import type { DecisionTables, Table } from '../../src/nn/tables.js';
import { type PlacementView, waitAction } from '../../src/placement.js';
import { JobProgress, type PredecessorCount } from '../job-progress.js';
import {
  jobColumns,
  nodeOfItem,
  type ObservationSizes,
  taskColumns,
  writeJobs,
  writeTask,
} from '../released-observation.js';

export interface SocratesEncoding extends ObservationSizes {
  /**
   * Which outputs belong to a task: those of the slot in which it is observed, or, as released, slot `id modulo slots`,
   * which is another one as soon as jobs do not finish in their order of arrival.
   */
  readonly rows: 'slot' | 'task-id';
  readonly predecessors: PredecessorCount;
}

/** Length of the observation. */
export function observationLength(sizes: ObservationSizes): number {
  return jobColumns(sizes) + sizes.jobs * sizes.tasks * taskColumns(sizes);
}

export class SocratesEncoder implements Encoder {
  private readonly encoding: SocratesEncoding;
  private readonly progress = new JobProgress();
  private readonly actions: Int32Array; // [candidate] flat action
  private count = 0; // candidates of the last decision

  constructor(encoding: SocratesEncoding) {
    this.encoding = encoding;
    this.actions = new Int32Array(Math.max(1, encoding.processors));
  }

  /** Errors: `ArenaError` for platforms and jobs beyond the fixed sizes, and for views without a graph. */
  encode(view: PlacementView, store: DecisionTables): number {
    this.checkSizes(view);
    this.progress.read(view.graph, this.encoding.predecessors);
    this.observe(view, store.tables[0]);
    return this.offer(view, store.tables[1]);
  }

  action(candidate: number): number {
    return this.actions[candidate];
  }

  candidateOf(action: number): number {
    for (let i = 0; i < this.count; i++) if (this.actions[i] === action) return i;
    return -1;
  }

  private checkSizes({ graph, resources }: PlacementView): void {
    const { processors, tasks } = this.encoding;
    if (resources.count > processors)
      throw new ArenaError(`agents/socrates: ${resources.count} processors (its network is for at most ${processors})`);
    if (graph.jobCount === 0) throw new ArenaError('agents/socrates: the environment shows no graph of its jobs');
    for (let job = 0; job < graph.jobCount; job++) {
      const size = graph.jobStart[job + 1] - graph.jobStart[job];
      if (size > tasks)
        throw new ArenaError(
          `agents/socrates: job ${graph.jobId[job]} has ${size} tasks (its network is for at most ${tasks})`,
        );
    }
  }

  private observe(view: PlacementView, table: Table): void {
    const { jobs, tasks, processors } = this.encoding;
    const { graph } = view;
    const offset = table.reserve(1) * table.width;
    const { values } = table;
    writeJobs(view, this.progress, { sizes: this.encoding, values, offset });
    const width = taskColumns(this.encoding);
    const first = offset + jobColumns(this.encoding);
    values.fill(0, first, offset + table.width);
    const shown = Math.min(jobs, graph.jobCount);
    for (let job = 0; job < shown; job++) {
      for (let node = graph.jobStart[job]; node < graph.jobStart[job + 1]; node++) {
        const slot = job * tasks + node - graph.jobStart[job];
        writeTask(view, this.progress, node, { values, offset: first + slot * width, processors });
      }
    }
  }

  /** The processors of the oldest item that may be placed and is observed, or of the oldest that may be placed. */
  private offer(view: PlacementView, table: Table): number {
    const { slots, count } = view.items;
    let chosen = -1;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      if (!this.placeable(view, slot)) continue;
      if (chosen < 0) chosen = slot;
      if (this.encoding.rows === 'task-id') break;
      const row = this.observedSlot(view, slot);
      if (row >= 0) return this.offerItem(view, table, { slot, row });
    }
    if (chosen < 0) return this.offerWait(view, table);
    const { jobs, tasks } = this.encoding;
    return this.offerItem(view, table, { slot: chosen, row: view.items.id[chosen] % (jobs * tasks) });
  }

  private offerItem(view: PlacementView, table: Table, { slot, row }: { slot: number; row: number }): number {
    const { resources: m, variants: v } = view.shape;
    this.count = 0;
    for (let p = 0; p < m; p++) {
      const action = (slot * m + p) * v;
      if (view.mask[action] === 0) continue;
      const candidate = table.reserve(1);
      table.integers[0][candidate] = row * this.encoding.processors + p;
      this.actions[this.count++] = action;
    }
    return this.count;
  }

  private offerWait(view: PlacementView, table: Table): number {
    const wait = waitAction(view.shape);
    this.count = view.mask[wait];
    if (this.count === 0) return 0;
    const candidate = table.reserve(1);
    table.integers[0][candidate] = 0;
    this.actions[0] = wait;
    return 1;
  }

  private placeable({ shape, mask }: PlacementView, slot: number): boolean {
    const { resources: m, variants: v } = shape;
    for (let p = 0; p < m; p++) if (mask[(slot * m + p) * v] === 1) return true;
    return false;
  }

  /** Slot of the observation in which an item stands; −1 = its job has none. */
  private observedSlot({ graph }: PlacementView, slot: number): number {
    const node = nodeOfItem(graph, slot);
    if (node < 0) return -1;
    const job = graph.nodeJob[node];
    return job < this.encoding.jobs ? job * this.encoding.tasks + node - graph.jobStart[job] : -1;
  }
}

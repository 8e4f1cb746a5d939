/**
 * What SCARL sees and chooses, after EpiSci/SoCRATES@e246978: of the oldest ready task 15 numbers (those of the jobs and of
 * this task in `released-observation.ts`), of every processor 10, and the processors that may take it. Its row "none" is a
 * candidate where *wait* is allowed. The release hands times over as they are, up to thousands of ticks into a tanh, and its
 * available time is 0 for ever; corrected, times are relative to the task's mean processing time, busy time to the time
 * that has passed, and the available time is the expected one. The processors' relative noise is hidden, hence 0. Jobs
 * beyond the slots are not seen; nothing else is of fixed size.
 */
import type { Encoder } from '../../src/nn/policy.js';
import type { DecisionTables, Table } from '../../src/nn/tables.js';
import { type PlacementView, waitAction } from '../../src/placement.js';
import { JobProgress, type PredecessorCount } from '../job-progress.js';
import { ProcessorActivity } from '../processor-activity.js';
import {
  jobColumns,
  nodeOfItem,
  type ObservationSizes,
  taskColumns,
  writeJobs,
  writeTask,
} from '../released-observation.js';

export interface ScarlEncoding extends ObservationSizes {
  readonly availableTime: 'expected' | 'zero';
  readonly times: 'relative' | 'raw';
  readonly predecessors: PredecessorCount;
}

export const PROCESSOR_COLUMNS = [
  'general',
  'accelerator',
  'memory',
  'capacity',
  'noise',
  'availableTime',
  'idle',
  'busyTime',
  'runtime',
  'expectedTime',
] as const;

export function taskColumnNames(sizes: ObservationSizes): string[] {
  return Array.from({ length: jobColumns(sizes) + taskColumns(sizes) }, (_, i) => `observed${i}`);
}

const ACCELERATOR = /^(ACC|NPU|GPU|DSP)/i;

export class ScarlEncoder implements Encoder {
  private readonly encoding: ScarlEncoding;
  private readonly progress = new JobProgress();
  private readonly activity = new ProcessorActivity();
  private actions = new Int32Array(4); // [candidate] flat action
  private count = 0; // candidates of the last decision
  private accelerator = new Uint8Array(0); // [m] 1 = of an accelerator kind
  private kinds: readonly string[] = []; // those that `accelerator` was read from

  constructor(encoding: ScarlEncoding) {
    this.encoding = encoding;
  }

  encode(view: PlacementView, store: DecisionTables): number {
    const { tables } = store;
    this.progress.read(view.graph, this.encoding.predecessors);
    this.activity.read(view);
    this.readKinds(view);
    const slot = this.oldestPlaceable(view);
    this.writeTasks(view, tables[0], slot);
    this.writeProcessors(view, tables[1], slot);
    return this.offer(view, tables[2], slot);
  }

  action(candidate: number): number {
    return this.actions[candidate];
  }

  candidateOf(action: number): number {
    for (let i = 0; i < this.count; i++) if (this.actions[i] === action) return i;
    return -1;
  }

  /** The oldest item that some processor may take; −1 = none. */
  private oldestPlaceable({ items, shape, mask }: PlacementView): number {
    const { resources: m, variants: v } = shape;
    for (let i = 0; i < items.count; i++) {
      const slot = items.slots[i];
      for (let p = 0; p < m; p++) if (mask[(slot * m + p) * v] === 1) return slot;
    }
    return -1;
  }

  private writeTasks(view: PlacementView, table: Table, slot: number): void {
    const { encoding } = this;
    const first = table.reserve(2);
    table.integers[0][first] = 0;
    table.integers[0][first + 1] = 1;
    const { values, width } = table;
    const offset = first * width;
    values.fill(0, offset, offset + 2 * width);
    writeJobs(view, this.progress, { sizes: encoding, values, offset });
    const node = slot < 0 ? -1 : nodeOfItem(view.graph, slot);
    const target = { values, offset: offset + jobColumns(encoding), processors: encoding.processors };
    if (node >= 0) writeTask(view, this.progress, node, target);
  }

  private writeProcessors(view: PlacementView, table: Table, slot: number): void {
    const { activity, accelerator } = this;
    const { count: m, freeAt } = view.resources;
    const first = table.reserve(m + 1);
    const { values, width, integers } = table;
    const { availableTime, times } = this.encoding;
    const scale = times === 'raw' ? 1 : this.meanCost(view, slot);
    const span = times === 'raw' ? 1 : Math.max(view.now, 1e-5);
    for (let p = 0; p < m; p++) {
      const at = (first + p) * width;
      const free = times === 'raw' ? freeAt[p] : Math.max(0, freeAt[p] - view.now) / scale;
      integers[0][first + p] = 0;
      values[at] = 1 - accelerator[p];
      values[at + 1] = accelerator[p];
      values[at + 2] = 0; // memories are no processors here
      values[at + 3] = 1; // one task at a time
      values[at + 4] = 0;
      values[at + 5] = availableTime === 'zero' ? 0 : free;
      values[at + 6] = 1 - activity.executing[p];
      values[at + 7] = activity.busy[p] / span;
      values[at + 8] = activity.runtime[p] / scale;
      values[at + 9] = activity.expected[p] / scale;
    }
    integers[0][first + m] = 1;
    values.fill(0, (first + m) * width, (first + m + 1) * width);
  }

  /** Mean processing time of the item over the processors that support it; 1 where that is 0. */
  private meanCost({ cost, shape }: PlacementView, slot: number): number {
    const { resources: m, variants: v } = shape;
    let sum = 0;
    let supported = 0;
    for (let p = 0; slot >= 0 && p < m; p++) {
      const time = cost[(slot * m + p) * v];
      if (time === Number.POSITIVE_INFINITY) continue;
      sum += time;
      supported++;
    }
    return sum > 0 ? sum / supported : 1;
  }

  private offer(view: PlacementView, table: Table, slot: number): number {
    const { resources: m, variants: v } = view.shape;
    if (this.actions.length < m + 1) this.actions = new Int32Array(m + 1);
    this.count = 0;
    for (let p = 0; slot >= 0 && p < m; p++) {
      const action = (slot * m + p) * v;
      if (view.mask[action] === 1) this.offerRow(table, p, action);
    }
    const wait = waitAction(view.shape);
    if (view.mask[wait] === 1) this.offerRow(table, m, wait);
    return this.count;
  }

  private offerRow(table: Table, processor: number, action: number): void {
    const row = table.reserve(1);
    table.integers[0][row] = processor;
    this.actions[this.count++] = action;
  }

  private readKinds({ resources }: PlacementView): void {
    if (this.kinds === resources.kinds && this.accelerator.length === resources.count) return;
    this.kinds = resources.kinds;
    const special = resources.kinds.map((kind) => ACCELERATOR.test(kind));
    this.accelerator = Uint8Array.from({ length: resources.count }, (_, p) => (special[resources.kind[p]] ? 1 : 0));
  }
}

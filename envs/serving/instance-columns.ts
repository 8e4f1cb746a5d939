/**
 * The instances in the view of a scheduler: the columns of src/serving.ts, the queue lengths and when an instance will
 * have done what is queued. State and migrations are always up to date; the rest is read at every decision, or is what
 * the instances published last at fixed times, as real routers have it (vLLM's balancer: every 100 ms).
 */
import type { PlacementTable } from '../../src/placement.js';
import type { ServingResourceColumn } from '../../src/serving.js';
import type { Estimates } from './estimates.js';
import { Occupancy } from './occupancy.js';
import type { ServingSimulator } from './simulator.js';

interface Parts {
  readonly simulator: ServingSimulator;
  readonly table: PlacementTable;
  readonly estimates: Estimates;
  readonly stale: number; // ns between two reports; 0 = read at every decision
}

export class InstanceColumns {
  private readonly simulator: ServingSimulator;
  private readonly table: PlacementTable;
  private readonly estimates: Estimates;
  private readonly stale: number; // ns
  private readonly column: Readonly<Record<ServingResourceColumn, Float64Array>>;
  private readonly occupancy = new Occupancy();

  constructor({ simulator, table, estimates, stale }: Parts) {
    this.simulator = simulator;
    this.table = table;
    this.estimates = estimates;
    this.stale = stale;
    this.column = table.resources.columns as typeof this.column;
    simulator.specs.forEach((spec, i) => {
      this.column.role[i] = spec.role;
      this.column.totalBlocks[i] = spec.totalBlocks;
      this.column.watermarkBlocks[i] = spec.watermarkBlocks;
      this.column.blockTokens[i] = spec.blockTokens;
    });
  }

  /** For a decision: what is always up to date, and where nobody publishes, all. See `report` for what is needed. */
  refresh(meanOutput: number): void {
    const { column } = this;
    const { instances } = this.simulator.state;
    for (let i = 0; i < instances.count; i++) {
      column.state[i] = instances.state[i];
      column.migrating[i] = instances.migrating[i];
    }
    if (this.stale === 0) this.report(meanOutput);
  }

  /** Reads the statistics of all instances; runs must be settled. `meanOutput` tokens are expected of a request. */
  report(meanOutput: number): void {
    for (let i = 0; i < this.simulator.specs.length; i++) this.reportOne(i, meanOutput);
  }

  private reportOne(i: number, meanOutput: number): void {
    const { column, table, occupancy, simulator } = this;
    const { state } = simulator;
    const { instances } = state;
    occupancy.count(state, i);
    const block = instances.blockTokens[i];
    const head = instances.waitingHead[i];
    const waitingPrefill = instances.waitingTokens[i] + occupancy.prefillTokens;
    column.reportedAt[i] = simulator.now;
    column.freeBlocks[i] = state.freeBlocks(i);
    column.runningRequests[i] = occupancy.running;
    column.waitingRequests[i] = instances.waitingCount[i];
    column.waitingBlocks[i] = instances.waitingTokens[i] / block;
    column.headWaitingBlocks[i] = head < 0 ? 0 : state.requests.target[head] / block;
    column.highPriorityRequests[i] = instances.highPriority[i];
    column.runningTokens[i] = occupancy.tokens;
    column.waitingPrefillTokens[i] = waitingPrefill;
    column.outstandingTokens[i] = waitingPrefill + occupancy.decodes;
    column.lastRunningBlocks[i] = occupancy.lastBlocks;
    column.dispatchedRequests[i] = instances.dispatched[i];
    column.preemptions[i] = instances.preemptions[i];
    column.iterations[i] = instances.iterations[i];
    column.iterationTime[i] = instances.lastDuration[i];
    const step = instances.lastDuration[i];
    column.decodeTokensPerTime[i] = step > 0 ? occupancy.decodes / step : 0;
    table.resources.queueLength[i] = instances.residents[i];
    const backlog = this.estimates.backlog(i, waitingPrefill, column.waitingBlocks[i], meanOutput);
    table.resources.freeAt[i] = simulator.now + backlog;
  }
}

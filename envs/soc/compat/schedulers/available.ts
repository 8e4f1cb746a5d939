/**
 * The estimate that EFT and ETF keep of when each processor is free. It starts at 0 and is never corrected by what
 * really happens. Value of a task on a processor = execution + max(communication, remaining wait).
 */
import type { CompatSimulator } from '../simulator.js';

/** [P] estimated tick. */
export type AvailableEstimate = Float64Array;

/** Ticks from now until the task would be done; Infinity = unsupported. */
export function completionValue(
  sim: CompatSimulator,
  available: AvailableEstimate,
  task: number,
  processor: number,
): number {
  const execution = sim.executionTicks(task, processor);
  if (execution === Number.POSITIVE_INFINITY) return execution;
  const communication = sim.communicationTicks(task, processor);
  return execution + Math.max(communication, available[processor] - sim.now);
}

/**
 * ORCA instances of the phase-split simulator (Yu et al., OSDI 2022): the batch is kept and every waiting request joins
 * as long as memory lasts, in order of arrival, stopping at the first that does not fit. No limit of tokens, no
 * preemption.
 */
import { type BatchRule, MAX_BATCH } from './batch-rule.js';

export const orcaRule: BatchRule = {
  insert(pending, task) {
    pending.push(task);
  },
  interrupts: (state) => state.batch.length < MAX_BATCH,
  select(state) {
    const selected = [...state.batch];
    let memory = state.memory;
    for (const request of state.pool) {
      const task = request.firstTask(state.index);
      if (task.state === 'running') continue;
      if (selected.length >= MAX_BATCH || memory + task.size.bytes > state.memoryLimit) break;
      memory += task.size.bytes;
      selected.push(task);
    }
    return selected;
  },
};

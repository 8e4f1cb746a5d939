/**
 * Splitwise instances (Patel et al., ISCA 2024, as its simulator does it): at most 2,048 tokens per iteration and
 * prompts before decodes. Every batch is formed anew in five passes: tasks passed over four times, waiting prompts,
 * blocked tasks, the old batch, all others by arrival. A pass ends at the first task that does not fit, the next one
 * goes on; so a generating request can lose its place to prompts, keeping its memory, and becomes blocked.
 */
import { type BatchRule, type BatchState, MAX_BATCH, MAX_BATCH_TOKENS } from './batch-rule.js';
import { insertSorted, type PhaseTask } from './phase-task.js';

/** A task passed over this often goes first. */
const MAX_PREEMPTIONS = 4;

/** What a pass does with a task that does not fit in memory. */
type Misfit = 'stop' | 'skip';

class Selection {
  readonly tasks: PhaseTask[] = [];
  private readonly requests = new Set<number>();
  private tokens = 0;
  private memory: number; // bytes
  private readonly state: BatchState;

  constructor(state: BatchState) {
    this.state = state;
    this.memory = state.memory;
  }

  /** One pass over `candidates`. */
  add(candidates: Iterable<PhaseTask>, misfit: Misfit): void {
    for (const task of candidates) {
      if (this.requests.has(task.request.number)) continue;
      const { tokensPerIteration, bytes } = task.size;
      if (this.tasks.length >= MAX_BATCH) return;
      if (this.tasks.length > 0 && this.tokens + tokensPerIteration > MAX_BATCH_TOKENS) return;
      const needed = task.state === 'queued' ? bytes : 0; // blocked and running tasks hold theirs
      if (this.memory + needed > this.state.memoryLimit) {
        if (misfit === 'stop') return;
        continue;
      }
      this.memory += needed;
      this.tokens += tokensPerIteration;
      this.tasks.push(task);
      this.requests.add(task.request.number);
    }
  }
}

export const splitwiseRule: BatchRule = {
  insert(pending, task) {
    insertSorted(pending, task, (a, b) =>
      a.preemptions !== b.preemptions ? a.preemptions < b.preemptions : a.request.arrival < b.request.arrival,
    );
  },
  interrupts(state, task) {
    if (state.batch.length >= MAX_BATCH) return false;
    if (state.batchTokens + task.size.tokensPerIteration <= MAX_BATCH_TOKENS) return true;
    if (!task.isPrompt || state.batch.every((other) => other.isPrompt)) return false;
    let promptTokens = task.size.tokensPerIteration;
    for (const other of state.batch) if (other.isPrompt) promptTokens += other.size.tokensPerIteration;
    return promptTokens <= MAX_BATCH_TOKENS;
  },
  select(state) {
    const selection = new Selection(state);
    const { pending, pool, index } = state;
    const firstFresh = pending.findIndex((task) => task.preemptions < MAX_PREEMPTIONS);
    selection.add(firstFresh < 0 ? pending : pending.slice(0, firstFresh), 'skip');
    const prompts = pending.filter((task) => task.isPrompt);
    selection.add(
      prompts.sort((a, b) => a.request.arrival - b.request.arrival),
      'stop',
    );
    selection.add(state.blocked, 'stop');
    selection.add(state.batch, 'stop');
    selection.add(
      pool.map((request) => request.firstTask(index)),
      'stop',
    );
    return selection.tasks;
  },
};

/**
 * A request of the phase-split simulator and its two tasks: the prompt task computes all prompt tokens in one iteration
 * and gives the first output token, the token task gives one of the others per iteration. Requests have two output
 * tokens at least, because a token task without tokens does not exist. Memory is the KV cache of the tokens a task adds.
 */

export type TaskState = 'queued' | 'running' | 'blocked' | 'finished';

export interface TaskSize {
  readonly iterations: number;
  readonly tokensPerIteration: number;
  readonly bytes: number; // KV cache it adds
}

export class PhaseTask {
  readonly request: PhaseRequest;
  readonly isPrompt: boolean;
  readonly size: TaskSize;
  state: TaskState = 'queued';
  instance = -1; // where it has arrived; −1 = nowhere yet
  preemptions = 0; // starts of an iteration that passed it over
  remaining: number; // iterations to go
  started = Number.NaN; // s, first iteration
  finished = Number.NaN; // s

  constructor(request: PhaseRequest, isPrompt: boolean, size: TaskSize) {
    this.request = request;
    this.isPrompt = isPrompt;
    this.size = size;
    this.remaining = size.iterations;
  }
}

export interface TracedRequest {
  readonly arrival: number; // s
  readonly promptTokens: number; // ≥ 1
  readonly outputTokens: number; // ≥ 1, the first one included
}

export class PhaseRequest {
  readonly number: number;
  readonly arrival: number; // s
  readonly promptTokens: number;
  readonly outputTokens: number; // ≥ 2
  readonly promptBytes: number; // KV cache of the prompt, what a transfer moves
  readonly prompt: PhaseTask;
  readonly token: PhaseTask;

  /** `bytesPerToken` of KV cache. */
  constructor(number: number, { arrival, promptTokens, outputTokens }: TracedRequest, bytesPerToken: number) {
    this.number = number;
    this.arrival = arrival;
    this.promptTokens = promptTokens;
    this.outputTokens = Math.max(2, outputTokens);
    const later = this.outputTokens - 1;
    this.promptBytes = promptTokens * bytesPerToken;
    this.prompt = new PhaseTask(this, true, {
      iterations: 1,
      tokensPerIteration: promptTokens,
      bytes: (promptTokens + 1) * bytesPerToken,
    });
    this.token = new PhaseTask(this, false, { iterations: later, tokensPerIteration: 1, bytes: later * bytesPerToken });
  }

  /** The task to be done next on an instance that holds this request. */
  firstTask(instance: number): PhaseTask {
    return this.prompt.instance === instance && this.prompt.state !== 'finished' ? this.prompt : this.token;
  }
}

/** Puts `item` where `key` keeps ascending, after equals. */
export function insertSorted<T>(list: T[], item: T, before: (a: T, b: T) => boolean): void {
  let place = list.length;
  while (place > 0 && before(item, list[place - 1])) place--;
  list.splice(place, 0, item);
}

/** What the phase-split simulator reports of a request, in the columns of its reference. */
import type { PhaseRequest } from './phase-task.js';

/** One row per request, times in s. */
export interface PhaseSplitRow {
  readonly request: number;
  readonly response: number; // end − arrival
  readonly queue: number; // start of the prompt task − arrival
  readonly ttft: number; // end of the prompt task − arrival
  readonly tbt: number; // (response − ttft) / output tokens
  readonly overhead: number; // start of the token task − end of the prompt task
  readonly promptTokens: number;
  readonly outputTokens: number;
  readonly promptInstance: number;
  readonly tokenInstance: number;
}

export function resultRow({ number, arrival, promptTokens, outputTokens, prompt, token }: PhaseRequest): PhaseSplitRow {
  const response = token.finished - arrival;
  const ttft = prompt.finished - arrival;
  return {
    request: number,
    response,
    queue: prompt.started - arrival,
    ttft,
    tbt: (response - ttft) / outputTokens,
    overhead: token.started - prompt.finished,
    promptTokens,
    outputTokens,
    promptInstance: prompt.instance,
    tokenInstance: token.instance,
  };
}

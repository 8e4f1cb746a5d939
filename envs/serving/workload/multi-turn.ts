/**
 * Synthetic conversations: sessions begin by an arrival process, have a geometric number of turns, texts and answers
 * of given lengths, and exponential thinking times. A conversation ends early when its context would not fit. As
 * sessions are drawn until there are enough turns, the load rises in the first and falls in the last session length.
 */
import { uniformNoise } from '../../../src/sim/noise.js';
import { type ArrivalStream, FIRST_ARRIVAL, NS_PER_SECOND } from './arrival-stream.js';
import type { LengthQuantile } from './length-distribution.js';
import type { SessionTurns } from './sessions.js';
import { CHUNK_REQUESTS } from './source.js';

export interface MultiTurnOptions {
  readonly requests: number;
  readonly sessions: ArrivalStream; // when conversations begin
  readonly meanTurns: number; // ≥ 1
  readonly thinkTime: number; // s, mean
  readonly secondsPerOutputToken: number; // pace at which answers are read, s
  readonly newTokens: LengthQuantile;
  readonly answers: LengthQuantile; // output tokens
  readonly systemTokens: number;
  readonly maxTokens: number | null; // context window
  readonly minOutput: number;
  readonly seed: number;
}

const STREAM_TURNS = 0;
const STREAM_NEW = 1;
const STREAM_OUTPUT = 2;
const STREAM_THINK = 3;

/** Turns of as many conversations as make `requests` requests. Turn k of session s depends on (seed, s, k) alone. */
export function multiTurnSessions(options: MultiTurnOptions): SessionTurns {
  const { requests, seed, meanTurns } = options;
  const turns = {
    session: new Int32Array(requests),
    arrival: new Float64Array(requests),
    newTokens: new Int32Array(requests),
    outputTokens: new Int32Array(requests),
  };
  const starts = new Float64Array(CHUNK_REQUESTS);
  let carry = FIRST_ARRIVAL;
  let row = 0;
  for (let session = 0; row < requests; session++) {
    const within = session % CHUNK_REQUESTS;
    const index = (session - within) / CHUNK_REQUESTS;
    if (within === 0) carry = options.sessions.fill({ index, first: session }, starts, carry);
    const u = uniformNoise(seed, STREAM_TURNS, session, 0);
    // geometric from 1, by inversion
    const wanted = meanTurns > 1 ? 1 + Math.floor(Math.log(u) / Math.log1p(-1 / meanTurns)) : 1;
    row = converse(options, { session, start: starts[within], wanted, row }, turns);
  }
  return turns;
}

/** Writes the turns of one conversation and returns the next free row. */
function converse(
  options: MultiTurnOptions,
  talk: { readonly session: number; readonly start: number; readonly wanted: number; readonly row: number },
  turns: SessionTurns,
): number {
  const { seed, maxTokens, systemTokens } = options;
  const { session, wanted } = talk;
  let { row, start: time } = talk;
  let context = systemTokens;
  for (let k = 0; k < wanted && row < options.requests; k++) {
    let added = options.newTokens(uniformNoise(seed, STREAM_NEW, session, k));
    let output = Math.max(options.minOutput, options.answers(uniformNoise(seed, STREAM_OUTPUT, session, k)));
    if (maxTokens !== null && context + added + output > maxTokens) {
      if (k > 0) break;
      output = Math.min(output, maxTokens - context - 1);
      added = Math.min(added, maxTokens - context - output);
    }
    turns.session[row] = session;
    turns.arrival[row] = time;
    turns.newTokens[row] = added;
    turns.outputTokens[row] = output;
    row++;
    context += added + output;
    const think = -Math.log(uniformNoise(seed, STREAM_THINK, session, k)) * options.thinkTime;
    time += Math.round((think + output * options.secondsPerOutputToken) * NS_PER_SECOND);
  }
  return row;
}

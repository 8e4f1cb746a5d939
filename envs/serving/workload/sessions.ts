/**
 * Conversations: the prompt of a turn is everything said before plus a new text, so the KV of the turn before can be
 * used again. A turn comes a thinking time after the answer before it would have ended at a given pace; it does not
 * wait for the simulator (the stream is fixed beforehand, the same for all competitors). Granule ids stand for the
 * context: a conversation has ids of its own, going on into the answer, and a system prompt common to all has common
 * ids. Sessions are laid out whole in memory and sorted by time: about 30 bytes per request and 4 per granule.
 */

import { emptyColumns } from './request-columns.js';
import type { RequestColumns } from './source.js';

/** Conversations by turns, in order of session and turn. */
export interface SessionTurns {
  readonly session: Int32Array; // [turn] ascending
  readonly arrival: Float64Array; // [turn] whole ns; ascending within a session
  readonly newTokens: Int32Array; // [turn] of the text added by the user, ≥ 1
  readonly outputTokens: Int32Array; // [turn] ≥ 1
}

export interface SessionLayout {
  readonly granule: number; // tokens, ≥ 1
  readonly systemTokens: number; // common to all conversations, in front
}

/** Lays conversations out as requests, sorted by arrival (ties: by session, turn). */
export function sessionColumns(turns: SessionTurns, { granule, systemTokens }: SessionLayout): RequestColumns {
  const count = turns.session.length;
  const prompt = new Int32Array(count); // in order of turns
  const base = new Int32Array(count); // first granule id of the conversation's own
  const common = Math.floor(systemTokens / granule);
  let nextId = common;
  let context = 0;
  for (let t = 0; t < count; t++) {
    if (t === 0 || turns.session[t] !== turns.session[t - 1]) {
      if (t > 0) nextId += Math.floor(context / granule) - common;
      context = systemTokens;
    }
    base[t] = nextId;
    prompt[t] = context + turns.newTokens[t];
    context = prompt[t] + turns.outputTokens[t];
  }
  const order = new Uint32Array(count);
  for (let t = 0; t < count; t++) order[t] = t;
  order.sort((a, b) => turns.arrival[a] - turns.arrival[b] || a - b);
  const columns = emptyColumns(count);
  const { prefixStart } = columns;
  for (let r = 0; r < count; r++) {
    const t = order[r];
    columns.arrival[r] = turns.arrival[t];
    columns.promptTokens[r] = prompt[t];
    columns.outputTokens[r] = turns.outputTokens[t];
    columns.session[r] = turns.session[t];
    prefixStart[r + 1] = prefixStart[r] + Math.floor((prompt[t] + turns.outputTokens[t]) / granule);
  }
  const prefixId = new Int32Array(prefixStart[count]);
  for (let r = 0; r < count; r++) {
    const start = prefixStart[r];
    const granules = prefixStart[r + 1] - start;
    const own = base[order[r]] - common;
    for (let k = 0; k < granules; k++) prefixId[start + k] = k < common ? k : own + k;
  }
  return { ...columns, prefixId };
}

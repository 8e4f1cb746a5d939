/** The shareable granules of all prompts of a workload in one piece, which planning a whole batch needs. */
import { CHUNK_REQUESTS, type RequestSource } from '../workload/source.js';

export interface PromptGranules {
  readonly count: number; // requests
  readonly granuleTokens: number; // tokens of a granule
  readonly start: Int32Array; // [request + 1] first entry in `ids`
  readonly ids: Int32Array; // [granule] those that lie wholly in the prompt
  readonly promptTokens: Int32Array; // [request]
}

export function promptGranules(source: RequestSource): PromptGranules {
  const { count, prefixGranule } = source;
  const start = new Int32Array(count + 1);
  const promptTokens = new Int32Array(count);
  const parts: Int32Array[] = [];
  for (let row = 0; row < count; row++) {
    const { promptTokens: prompt, prefixStart, prefixId } = source.chunk(Math.floor(row / CHUNK_REQUESTS));
    const at = row % CHUNK_REQUESTS;
    promptTokens[row] = prompt[at];
    const whole = prefixGranule > 0 ? Math.floor(prompt[at] / prefixGranule) : 0;
    const granules = Math.min(whole, prefixStart[at + 1] - prefixStart[at]);
    parts.push(prefixId.subarray(prefixStart[at], prefixStart[at] + granules));
    start[row + 1] = start[row] + granules;
  }
  const ids = new Int32Array(start[count]);
  for (let row = 0; row < count; row++) ids.set(parts[row], start[row]);
  return { count, granuleTokens: prefixGranule, start, ids, promptTokens };
}

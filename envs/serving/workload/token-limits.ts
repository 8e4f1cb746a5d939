/**
 * Limits on the length of requests, applied after they are drawn or read: outputs raised to a minimum, and prompts
 * shortened until prompt and output together fit a context window (the output only when it alone is too long).
 */
import type { RequestColumns } from './source.js';

export interface TokenLimits {
  readonly maxTokens: number | null; // prompt + output, ≥ 2
  readonly minOutput: number; // ≥ 1
}

/** Changes the length columns in place. */
export function limitTokens(columns: RequestColumns, { maxTokens, minOutput }: TokenLimits): void {
  const { promptTokens, outputTokens } = columns;
  for (let i = 0; i < columns.count; i++) {
    if (outputTokens[i] < minOutput) outputTokens[i] = minOutput;
    if (maxTokens === null || promptTokens[i] + outputTokens[i] <= maxTokens) continue;
    if (outputTokens[i] >= maxTokens) outputTokens[i] = maxTokens - 1;
    promptTokens[i] = maxTokens - outputTokens[i];
  }
}

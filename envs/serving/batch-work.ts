/**
 * What one iteration of an engine computes, as far as its duration can depend on it: the counts that every fitted
 * model reads, and the prefill chunks one by one for models that look each of them up. One object per simulator is
 * filled again for every batch. Definitions follow the exact test engine (vidur replay): `done` of a request is the
 * length of its sequence that the engine has seen, the newest output token included.
 */

export class BatchWork {
  /** N: tokens computed in this iteration, prefill and decode. */
  tokens = 0;
  /** Requests in the batch. */
  requests = 0;
  /** Nd: decode requests, one token each. */
  decodes = 0;
  /** K = Cd: Σ over decode requests of their sequence length before the iteration. */
  decodeContext = 0;
  /** Np: Σ over prefill chunks of their tokens n. */
  prefillTokens = 0;
  /** Cp: Σ over prefill chunks of k, the tokens computed before. */
  prefillContext = 0;
  /** P: Σ over prefill chunks of n·(k + n). */
  prefillProduct = 0;
  /** Number of prefill chunks. */
  chunks = 0;
  /** Time beside the computation that lengthens this iteration: KV blocks swapped out and in. Time models leave it out. */
  extraNanoseconds = 0;
  readonly chunkTokens: Int32Array; // [chunk] n
  readonly chunkContext: Int32Array; // [chunk] k
  readonly chunkTarget: Int32Array; // [chunk] tokens of the whole prefill (prompt, after a restart also what was generated)

  /** Room for batches of this many requests. */
  constructor(capacity: number) {
    this.chunkTokens = new Int32Array(capacity);
    this.chunkContext = new Int32Array(capacity);
    this.chunkTarget = new Int32Array(capacity);
  }

  clear(): void {
    this.tokens = 0;
    this.requests = 0;
    this.decodes = 0;
    this.decodeContext = 0;
    this.prefillTokens = 0;
    this.prefillContext = 0;
    this.prefillProduct = 0;
    this.chunks = 0;
    this.extraNanoseconds = 0;
  }

  /** One more decode; `context` is the sequence length before the iteration. */
  addDecode(context: number): void {
    this.tokens++;
    this.requests++;
    this.decodes++;
    this.decodeContext += context;
  }

  /** One more prefill chunk of `tokens` after `context` computed ones, of a prefill of `target` tokens. */
  addPrefill(tokens: number, context: number, target: number): void {
    const chunk = this.chunks++;
    this.chunkTokens[chunk] = tokens;
    this.chunkContext[chunk] = context;
    this.chunkTarget[chunk] = target;
    this.tokens += tokens;
    this.requests++;
    this.prefillTokens += tokens;
    this.prefillContext += context;
    this.prefillProduct += tokens * (context + tokens);
  }
}

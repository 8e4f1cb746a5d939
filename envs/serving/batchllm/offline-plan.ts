/**
 * What BatchLLM decides before an offline batch begins (Zheng et al. 2024, arXiv 2412.03594): which requests share a
 * prefix, and the order of service: groups by predicted decode tokens over prompt tokens that have to be computed,
 * descending, so that decodes overlap with later prefills; the requests of a group one after the other. During the run
 * it is the rule by which the prefix cache shares: only the planned prefixes, and only until the group ends. Requests
 * that arrive late are served in the same order as far as they are there.
 */
import type { SharingRule } from '../kv/prefix-cache.js';
import type { ServingState } from '../state.js';
import type { RequestSource } from '../workload/source.js';
import { oneLevel, type PrefixGroup, prefixTree } from './prefix-tree.js';
import { type PromptGranules, promptGranules } from './prompt-granules.js';

export class OfflinePlan implements SharingRule {
  /** Groups; a request that shares nothing is one by itself. */
  groups = 0;
  group = new Int32Array(0); // [request]
  rank = new Int32Array(0); // [request] place in the order of service
  shared = new Int32Array(0); // [request] leading granules that its group shares
  /** [granule of all groups' prefixes] its own number: groups share nothing with each other, however alike. */
  keys = new Int32Array(0);
  private firstKey = new Int32Array(0); // [request] of its group's prefix

  /**
   * Plans the requests of a workload. `predictedOutput` are the output tokens that are expected of each [request];
   * where it is absent, all are taken to be alike, so that short prompts come first.
   */
  load(source: RequestSource, predictedOutput?: ArrayLike<number>): void {
    const prompts = promptGranules(source);
    const groups = oneLevel(prefixTree(prompts)).flatMap((group) =>
      group.granules > 0 ? [group] : group.requests.map((row) => ({ granules: 0, requests: [row] })),
    );
    const ratio = groups.map((group) => decodeRatio(prompts, group, predictedOutput));
    const order = groups.map((_, g) => g);
    order.sort((a, b) => ratio[b] - ratio[a] || groups[a].requests[0] - groups[b].requests[0]);
    this.groups = groups.length;
    this.group = new Int32Array(prompts.count);
    this.rank = new Int32Array(prompts.count);
    this.shared = new Int32Array(prompts.count);
    this.firstKey = new Int32Array(prompts.count);
    let rank = 0;
    let keys = 0;
    for (const g of order) {
      for (const row of groups[g].requests) {
        this.group[row] = g;
        this.shared[row] = groups[g].granules;
        this.rank[row] = rank++;
        this.firstKey[row] = keys;
      }
      keys += groups[g].granules;
    }
    this.keys = Int32Array.from({ length: keys }, (_, key) => key);
  }

  keyStart(number: number): number {
    return this.firstKey[number];
  }

  sharedGranules(number: number): number {
    return this.shared[number];
  }

  /** A prefix stays while its group goes on: the request comes back after a preemption, or another one waits here. */
  keeps(state: ServingState, instance: number, slot: number): boolean {
    const { number, next, done, total } = state.requests;
    if (done[slot] < total[slot]) return true;
    const group = this.group[number[slot]];
    const rank = this.rank[number[slot]];
    for (let other = state.instances.waitingHead[instance]; other >= 0; other = next[other]) {
      if (this.group[number[other]] === group) return true;
      if (this.rank[number[other]] > rank) return false;
    }
    return false;
  }
}

function decodeRatio(
  prompts: PromptGranules,
  { granules, requests }: PrefixGroup,
  predicted?: ArrayLike<number>,
): number {
  const { promptTokens, granuleTokens } = prompts;
  const prefix = granules * granuleTokens;
  let decode = 0;
  let prompt = prefix;
  for (const row of requests) {
    decode += predicted ? predicted[row] : 1;
    prompt += promptTokens[row] - prefix;
  }
  return decode / Math.max(1, prompt);
}

/**
 * Groups of requests that begin with the same text: system prompts of tenants, or the templates and documents of a
 * batch. Every request belongs to one group (Zipf popularity) and begins with that group's prefix; with a second
 * level it also shares a further part with the requests of its subgroup, as in the two-level trees of BatchLLM
 * (Zheng et al. 2024, arXiv 2412.03594). Prompt = shared tokens + own tokens. Only whole granules are shareable, so
 * only shared granules get ids. Membership is a function of (seed, request number).
 */
import { ensure } from '../../../src/error.js';
import { uniformNoise } from '../../../src/sim/noise.js';
import type { PrefixAssigner } from './plain-generator.js';
import type { RequestColumns } from './source.js';

export interface SharedPrefixOptions {
  readonly granule: number; // tokens, ≥ 1
  readonly groups: number;
  readonly prefixTokens: number; // shared by a group, rounded down to whole granules for sharing
  /** Popularity of group k is proportional to (k + 1)^−exponent; 0 = all alike. */
  readonly exponent: number;
  readonly subgroups: number; // per group; 0 = one level only
  readonly subgroupTokens: number; // shared by a subgroup, after the group's prefix
  readonly groupsAsTenants: boolean;
  readonly seed: number;
}

const STREAM_GROUP = 0;
const STREAM_SUBGROUP = 1;

export class SharedPrefixes implements PrefixAssigner {
  readonly prefixGranule: number;
  readonly tenants: readonly string[] | null;
  private readonly options: SharedPrefixOptions;
  private readonly groupSum: Float64Array;
  private readonly groupGranules: number;
  private readonly leafGranules: number; // of the second level

  /** @throws ArenaError when ids would overflow 32 bits. */
  constructor(options: SharedPrefixOptions) {
    const { granule, groups, subgroups, prefixTokens, subgroupTokens } = options;
    this.options = options;
    this.prefixGranule = granule;
    this.groupGranules = Math.floor(prefixTokens / granule);
    const both = subgroups > 0 ? prefixTokens + subgroupTokens : prefixTokens;
    this.leafGranules = Math.floor(both / granule) - this.groupGranules;
    const ids = groups * (this.groupGranules + subgroups * this.leafGranules);
    ensure(ids < 2 ** 31, `envs/serving: workload: shared-prefix: ${ids} granules are too many (below 2^31)`);
    this.tenants = options.groupsAsTenants ? Array.from({ length: groups }, (_, k) => `group-${k}`) : null;
    this.groupSum = new Float64Array(groups);
    let total = 0;
    for (let k = 0; k < groups; k++) this.groupSum[k] = total += (k + 1) ** -options.exponent;
  }

  assign(columns: RequestColumns, first: number): RequestColumns {
    const { count } = columns;
    const { seed, groups, subgroups, prefixTokens, subgroupTokens, groupsAsTenants } = this.options;
    const { groupGranules, leafGranules } = this;
    const perRequest = groupGranules + leafGranules;
    const prefixStart = new Int32Array(count + 1);
    const prefixId = new Int32Array(count * perRequest);
    const shared = prefixTokens + (subgroups > 0 ? subgroupTokens : 0);
    let end = 0;
    for (let i = 0; i < count; i++) {
      const group = this.groupOf(uniformNoise(seed, STREAM_GROUP, first + i, 0));
      for (let k = 0; k < groupGranules; k++) prefixId[end++] = group * groupGranules + k;
      if (subgroups > 0) {
        const sub = Math.floor(uniformNoise(seed, STREAM_SUBGROUP, first + i, 0) * subgroups);
        const base = groups * groupGranules + (group * subgroups + sub) * leafGranules;
        for (let k = 0; k < leafGranules; k++) prefixId[end++] = base + k;
      }
      prefixStart[i + 1] = end;
      columns.promptTokens[i] += shared;
      if (groupsAsTenants) columns.tenant[i] = group;
    }
    return { ...columns, prefixStart, prefixId };
  }

  private groupOf(u: number): number {
    const wanted = u * this.groupSum[this.groupSum.length - 1];
    let low = 0;
    let high = this.groupSum.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.groupSum[middle] > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

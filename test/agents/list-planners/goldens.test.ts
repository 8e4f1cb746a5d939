/**
 * Recorded results in ../shared (not part of the package): whole schedules of ETF and DLS by an independent
 * implementation, and makespans of the SAGA library (ANRGUSC/saga, commit 29defc0). Of the latter those count that do
 * not depend on a hash seed and lack no task.
 */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listPlanners } from '../../../agents/list-planners/planners.js';
import { type DagProblem, problemOf } from '../../../src/planner.js';
import type { Edge } from '../../../src/sim/dag.js';

const SHARED = new URL('../../../../shared/goldens/dag/', import.meta.url);

interface Recorded {
  readonly makespan: number;
  readonly schedule: readonly (readonly [number, number, number])[];
  readonly stable?: boolean;
  readonly complete?: boolean;
}

interface Instance {
  readonly id: string;
  readonly cost: readonly number[];
  readonly speed: readonly number[];
  readonly W?: readonly (readonly number[])[];
  readonly edges: readonly Edge[];
  readonly bw: readonly (readonly number[])[];
}

function read<T>(name: string): T {
  const bytes = readFileSync(new URL(name, SHARED));
  return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
}

function problemIn({ W, cost, speed, edges, bw }: Instance): DagProblem {
  const table = W ?? cost.map((work) => speed.map((rate) => work / rate));
  return { ...problemOf({ cost: table, edges }), bandwidth: Float64Array.from(bw.flat()) };
}

function planner(id: string, options = {}) {
  return listPlanners.find((spec) => spec.id === id)!.create(options);
}

describe.skipIf(!existsSync(SHARED))('recorded schedules (in ../shared)', () => {
  it.each([
    ['etf', 'ETF'],
    ['dls', 'DLS'],
  ])('%s', (id, name) => {
    const related = read<Record<string, { ref: Record<string, Recorded> }>>('related_results.json.gz');
    const unrelated = read<Record<string, Record<string, Recorded>>>('unrelated_results.json.gz');
    const cases = [
      ...read<Instance[]>('related_instances.json').map((each) => [each, related[each.id].ref[name]] as const),
      ...read<Instance[]>('unrelated_instances.json').map((each) => [each, unrelated[each.id][name]] as const),
    ];
    expect(cases).toHaveLength(274);
    for (const [instance, recorded] of cases) {
      const { processor, start, finish } = planner(id).plan(problemIn(instance));
      for (const [task, [k, from, to]] of recorded.schedule.entries()) {
        expect(processor[task], instance.id).toBe(k);
        expect(Math.abs(start[task] - from), instance.id).toBeLessThanOrEqual(1e-9 * Math.max(1, from));
        expect(Math.abs(finish[task] - to), instance.id).toBeLessThanOrEqual(1e-9 * Math.max(1, to));
      }
    }
  });

  it.each([
    ['bil', 'BIL', 150],
    ['dps', 'DPS', 150],
    ['fcp', 'FCP', 31],
    ['flb', 'FLB', 150],
    ['gdl', 'GDL', 150],
    ['msbc', 'Msbc', 150],
  ])('%s as in SAGA', (id, name, count) => {
    const results = read<Record<string, { saga: Record<string, Recorded> }>>('related_results.json.gz');
    let compared = 0;
    for (const instance of read<Instance[]>('related_instances.json')) {
      const recorded = results[instance.id].saga[name];
      if (!recorded.stable || !recorded.complete) continue;
      const { makespan } = planner(id, { compat: 'saga' }).plan(problemIn(instance));
      expect(Math.abs(makespan / recorded.makespan - 1), instance.id).toBeLessThanOrEqual(1e-6);
      compared++;
    }
    expect(compared).toBe(count);
  });
});

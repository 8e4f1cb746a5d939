/**
 * Recorded results, a few of this package and all in ../shared (not part of it): whole schedules of ETF and DLS by an
 * independent implementation, and makespans of the SAGA library (ANRGUSC/saga, commit 29defc0). Of the latter those
 * count that do not depend on a hash seed and lack no task.
 */
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { listPlanners } from '../../../agents/list-planners/planners.js';
import { type DagProblem, problemOf } from '../../../src/planner.js';
import type { Edge } from '../../../src/sim/dag.js';

interface Source {
  readonly folder: URL;
  readonly unrelated: string; // file of results
  readonly instances: number;
  readonly related: number; // of these
  readonly stableFcp: number; // related ones where FCP of SAGA depends on no hash seed
}

const OWN: Source = {
  folder: new URL('../../goldens/dag/', import.meta.url),
  unrelated: 'unrelated_results.json',
  instances: 17,
  related: 9,
  stableFcp: 3,
};
const SHARED: Source = {
  folder: new URL('../../../../shared/goldens/dag/', import.meta.url),
  unrelated: 'unrelated_results.json.gz',
  instances: 274,
  related: 150,
  stableFcp: 31,
};

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

function read<T>(folder: URL, name: string): T {
  const bytes = readFileSync(new URL(name, folder));
  return JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString());
}

function problemIn({ W, cost, speed, edges, bw }: Instance): DagProblem {
  const table = W ?? cost.map((work) => speed.map((rate) => work / rate));
  return { ...problemOf({ cost: table, edges }), bandwidth: Float64Array.from(bw.flat()) };
}

function planner(id: string, options = {}) {
  return listPlanners.find((spec) => spec.id === id)!.create(options);
}

function replay({ folder, unrelated: results, instances, related: count, stableFcp }: Source): void {
  it.each([
    ['etf', 'ETF'],
    ['dls', 'DLS'],
  ])('%s', (id, name) => {
    const related = read<Record<string, { ref: Record<string, Recorded> }>>(folder, 'related_results.json.gz');
    const unrelated = read<Record<string, Record<string, Recorded>>>(folder, results);
    const cases = [
      ...read<Instance[]>(folder, 'related_instances.json').map((each) => [each, related[each.id].ref[name]] as const),
      ...read<Instance[]>(folder, 'unrelated_instances.json').map((each) => [each, unrelated[each.id][name]] as const),
    ];
    expect(cases).toHaveLength(instances);
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
    ['bil', 'BIL', count],
    ['dps', 'DPS', count],
    ['fcp', 'FCP', stableFcp],
    ['flb', 'FLB', count],
    ['gdl', 'GDL', count],
    ['msbc', 'Msbc', count],
  ])('%s as in SAGA', (id, name, expected) => {
    const recordings = read<Record<string, { saga: Record<string, Recorded> }>>(folder, 'related_results.json.gz');
    let compared = 0;
    for (const instance of read<Instance[]>(folder, 'related_instances.json')) {
      const recorded = recordings[instance.id].saga[name];
      if (!recorded.stable || !recorded.complete) continue;
      const { makespan } = planner(id, { compat: 'saga' }).plan(problemIn(instance));
      expect(Math.abs(makespan / recorded.makespan - 1), instance.id).toBeLessThanOrEqual(1e-6);
      compared++;
    }
    expect(compared).toBe(expected);
  });
}

describe('recorded schedules of this package', () => replay(OWN));
describe.skipIf(!existsSync(SHARED.folder))('recorded schedules in ../shared', () => replay(SHARED));

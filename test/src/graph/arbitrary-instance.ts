/** Random instances with odd names, for what files must carry. */
import fc from 'fast-check';
import { type DagInstance, relatedInstance, unrelatedInstance } from '../../../src/plan/instance.js';
import { CONTENTIONS } from '../../../src/planner.js';
import type { Edge } from '../../../src/sim/dag.js';

const amount = fc.oneof(
  fc.integer({ min: 0, max: 50 }),
  fc.double({ min: 0, max: 1e9, noNaN: true }).map((x) => x + 0),
);
const positive = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0.001, max: 1e6, noNaN: true }));
const oddName = fc.oneof(
  { weight: 3, arbitrary: fc.string({ minLength: 1, maxLength: 8 }) },
  { weight: 2, arbitrary: fc.string({ minLength: 1, maxLength: 5, unit: 'grapheme' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      '10',
      '2',
      'a b',
      'q"x',
      'graph',
      '-1',
      '\u2028',
      'a\tb',
    ),
  },
);

export interface InstanceRules {
  readonly plainNames?: boolean; // letters and digits only
  readonly related?: boolean; // default: either
  readonly silent?: boolean; // all volumes 0
  readonly whole?: boolean; // speeds that are whole MHz
}

/** Instances of up to 7 tasks on up to 4 processors with all kinds of links. */
export function arbitraryInstance({
  plainNames,
  related,
  silent,
  whole,
}: InstanceRules = {}): fc.Arbitrary<DagInstance> {
  const name = plainNames ? fc.stringMatching(/^[a-z][a-z0-9_.-]{0,6}$/) : oddName;
  return fc
    .record({
      name,
      tasks: fc.uniqueArray(name, { minLength: 1, maxLength: 7 }),
      processors: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
      unrelated: related === undefined ? fc.boolean() : fc.constant(!related),
      contention: fc.constantFrom(...CONTENTIONS),
    })
    .chain(({ tasks, processors, unrelated, contention, ...rest }) => {
      const [n, m] = [tasks.length, processors.length];
      const pairs: [number, number][] = [];
      for (let from = 0; from < n; from++) for (let to = from + 1; to < n; to++) pairs.push([from, to]);
      const matrix = (entry: fc.Arbitrary<number>): fc.Arbitrary<Float64Array> =>
        fc.oneof(
          entry.map((value) => new Float64Array(m * m).fill(value)),
          fc.array(entry, { minLength: m * m, maxLength: m * m }).map((list) => Float64Array.from(list)),
        );
      return fc
        .record({
          edges: fc
            .subarray(pairs)
            .chain((chosen) =>
              fc.tuple(
                ...chosen.map(([from, to]) =>
                  (silent ? fc.constant(0) : amount).map((volume): Edge => [from, to, volume]),
                ),
              ),
            ),
          work: fc.array(amount, { minLength: n, maxLength: n }),
          cost: fc.array(
            fc.oneof({ weight: 5, arbitrary: amount }, { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) }),
            { minLength: n * m, maxLength: n * m },
          ),
          speed: fc.array(whole ? fc.integer({ min: 1, max: 5000 }).map((mhz) => mhz / 1000) : positive, {
            minLength: m,
            maxLength: m,
          }),
          bandwidth: matrix(
            fc.oneof(
              { weight: 5, arbitrary: positive },
              { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
            ),
          ),
          startup: matrix(amount),
        })
        .map(({ edges, work, cost, speed, bandwidth, startup }) => {
          const links = { bandwidth, startup, contention };
          if (!unrelated) {
            const machines = { names: processors, speed: Float64Array.from(speed), ...links };
            return relatedInstance({ name: rest.name, tasks, work: Float64Array.from(work), edges }, machines);
          }
          const times = Float64Array.from(cost, (time, i) =>
            i % m === 0 && time === Number.POSITIVE_INFINITY ? 1 : time,
          );
          return unrelatedInstance({ name: rest.name, tasks, processors, cost: times, edges, ...links });
        });
    });
}

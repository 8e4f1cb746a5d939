/** The agent contract over everything that is registered, and the laws that most rules share. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agents } from '../../src/registry.js';
import { createRng } from '../../src/rng.js';
import '../../agents/index.js';
import { agentContract } from '../contract/agent.js';
import { arbitraryTable, pairOf, permuted, tableOf } from './table.js';

const CONTEXT = { rng: createRng('contract'), deterministic: true };

/** Networks of a fixed size refuse most views by design; `published.test.ts` is about them. */
const ANY_SIZE = agents.all().filter(({ tags }) => !tags.includes('fixed-size'));

describe.each(ANY_SIZE.map((spec) => [spec.id, spec] as const))('%s', (_, spec) => {
  agentContract(spec);
});

/** Rules that look at numbers only; not those to which all idle resources are alike. */
const SYMMETRIC = ANY_SIZE.filter(
  ({ id, tags }) => !tags.includes('stochastic') && !['round-robin', 'olb', 'scarl', 'scarl-released'].includes(id),
).map((spec) => [spec.id, spec] as const);

describe.each(SYMMETRIC)('%s', (_, spec) => {
  it('gives the permuted answer when resources are permuted', () => {
    fc.assert(
      fc.property(arbitraryTable, fc.nat(), (given, seed) => {
        const m = given.cost[0].length;
        const rng = createRng(seed);
        // continuous draws: no ties between resources, as a tie may fall either way
        const drawn = () => 1 + 99 * rng();
        const question = {
          ...given,
          cost: given.cost.map((row) => row.map((cost) => (cost < Number.POSITIVE_INFINITY ? drawn() : cost))),
          ready: given.cost.map((row) => row.map(() => 60 + drawn())),
          freeAt: given.freeAt!.map((time) => (time > given.now! ? given.now! + drawn() : given.now! - drawn())),
        };
        const order = Array.from({ length: m }, (_, r) => r);
        for (let r = m - 1; r > 0; r--) {
          const other = rng.integer(r + 1);
          [order[r], order[other]] = [order[other], order[r]];
        }
        const here = tableOf(question);
        const there = tableOf(permuted(question, order));
        const answer = pairOf(here, spec.create().act(here, CONTEXT));
        const renamed = answer === 'wait' ? answer : [answer[0], order[answer[1]]];
        expect(pairOf(there, spec.create().act(there, CONTEXT))).toEqual(renamed);
      }),
      { numRuns: 60 },
    );
  });
});

describe('random', () => {
  it.each(['random', 'random-oldest'])('%s chooses every pair open to it equally often', (id) => {
    const table = tableOf({
      cost: [
        [1, 2, Number.POSITIVE_INFINITY],
        [3, 4, 5],
      ],
    });
    const context = { rng: createRng('uniform'), deterministic: false };
    const agent = agents.get(id).create();
    const counts = new Map<string, number>();
    const draws = 20_000;
    for (let i = 0; i < draws; i++) {
      const pair = String(pairOf(table, agent.act(table, context)));
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    const expected = id === 'random' ? ['0,0', '0,1', '1,0', '1,1', '1,2'] : ['0,0', '0,1'];
    expect([...counts.keys()].sort()).toEqual(expected);
    // chi-square at 4 degrees of freedom exceeds 18.5 once in a thousand
    const mean = draws / expected.length;
    expect([...counts.values()].reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0)).toBeLessThan(18.5);
  });
});

describe('agents/README.md', () => {
  it('names every registered agent', () => {
    const text = readFileSync(new URL('../../agents/README.md', import.meta.url), 'utf8');
    expect(
      agents
        .all()
        .filter(({ id }) => !text.includes(`\`${id}\``))
        .map(({ id }) => id),
    ).toEqual([]);
  });
});

/** The adversarial search: its steps stay in the space, its rule is Metropolis', what it reports can be planned again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cpop } from '../../../agents/heft/cpop.js';
import { Heft } from '../../../agents/heft/heft.js';
import { MetMapping } from '../../../agents/mapping/met.js';
import {
  type Candidate,
  type CandidateSpace,
  candidateInstance,
  DEFAULT_CANDIDATE_SPACE,
  randomCandidate,
} from '../../../src/pisa/candidate.js';
import { step } from '../../../src/pisa/moves.js';
import { type PisaOptions, searchAdversary } from '../../../src/pisa/search.js';
import type { DagProblem, Planner, Schedule } from '../../../src/planner.js';
import { createRng } from '../../../src/rng.js';
import { validateSchedule } from '../../../src/sim/validate.js';

const arbitrarySpace: fc.Arbitrary<CandidateSpace> = fc.record({
  tasks: fc.constantFrom([1, 1], [3, 5], [2, 8]) as fc.Arbitrary<[number, number]>,
  processors: fc.constantFrom([1, 1], [3, 5], [2, 2]) as fc.Arbitrary<[number, number]>,
  weights: fc.constant<[number, number]>([0.1, 1]),
  equalSpeeds: fc.boolean(),
  equalLinks: fc.boolean(),
});

function text(candidate: Candidate): string {
  const { work, edges, speed, bandwidth } = candidate;
  return JSON.stringify([...work, '|', ...edges, '|', ...speed, '|', ...bandwidth]);
}

describe('steps', () => {
  it('change something, stay in the space and keep a DAG', () => {
    fc.assert(
      fc.property(
        arbitrarySpace,
        fc.nat(),
        fc.constantFrom('additive' as const, 'scale' as const),
        (space, seed, kind) => {
          const rng = createRng(seed);
          const candidate = randomCandidate(space, rng);
          const [low, high] = space.weights;
          for (let i = 0; i < 40; i++) {
            const before = text(candidate);
            step(candidate, { space, kind, rng });
            expect(text(candidate)).not.toBe(before);
            candidateInstance(candidate, 'walk'); // compiles, so it has no cycle
            const sizes = candidate.edges.map(([, , size]) => size);
            const weights = [...candidate.work, ...sizes, ...candidate.speed, ...candidate.bandwidth];
            expect(weights.every((weight) => weight >= low && weight <= high)).toBe(true);
            if (space.equalSpeeds) expect(new Set(candidate.speed).size).toBe(1);
            if (space.equalLinks) expect(new Set(candidate.bandwidth).size).toBe(1);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('reach every kind of change', () => {
    const rng = createRng(3);
    const candidate = randomCandidate(DEFAULT_CANDIDATE_SPACE, rng);
    const kinds = new Set<string>();
    for (let i = 0; i < 200; i++) {
      const { edges, work, speed, bandwidth } = candidate;
      const before = { edges: [...edges], work: [...work], speed: [...speed], bandwidth: [...bandwidth] };
      step(candidate, { space: DEFAULT_CANDIDATE_SPACE, kind: 'additive', rng });
      if (edges.length !== before.edges.length) kinds.add(edges.length > before.edges.length ? 'add' : 'remove');
      else if (JSON.stringify(edges) !== JSON.stringify(before.edges)) kinds.add('size');
      for (const name of ['work', 'speed', 'bandwidth'] as const) {
        if (JSON.stringify([...candidate[name]]) !== JSON.stringify(before[name])) kinds.add(name);
      }
    }
    expect([...kinds].sort()).toEqual(['add', 'bandwidth', 'remove', 'size', 'speed', 'work']);
  });
});

describe('the search', () => {
  const duel = { loser: new Cpop(), winner: new Heft() };
  const short: Partial<PisaOptions> = { restarts: 2, iterations: 150 };

  it('reports a ratio that planning the instance again gives', () => {
    const { ratio, instance, makespans, walks } = searchAdversary(duel, createRng(5), short);
    const schedules = [duel.loser, duel.winner].map((planner) => planner.plan(instance.problem));
    for (const schedule of schedules) expect(validateSchedule(instance.problem, schedule)).toEqual([]);
    expect(schedules.map(({ makespan }) => makespan)).toEqual(makespans);
    expect(ratio).toBe(makespans[0] / makespans[1]);
    expect(walks.map((walk) => walk.length)).toEqual([151, 151]);
  });

  it('keeps the best place ever seen, and finds one where CPOP is far behind HEFT', () => {
    const { ratio, walks } = searchAdversary(duel, createRng(5), short);
    for (const walk of walks) expect(ratio).toBeGreaterThanOrEqual(Math.max(...walk));
    expect(ratio).toBeGreaterThan(1.5);
  });

  it('keeps a place that only the last step reached', () => {
    const sensitive = { loser: new MetMapping(), winner: new Heft() }; // nearly every step changes their ratio
    let improved = 0;
    for (let seed = 0; seed < 60; seed++) {
      const { ratio, iteration, walks } = searchAdversary(sensitive, createRng(seed), {
        restarts: 1,
        iterations: 1,
      });
      expect(ratio).toBe(Math.max(...walks[0]));
      if (iteration === 1) improved++;
    }
    expect(improved).toBeGreaterThan(5);
  });

  it('finds the same with the same generator', () => {
    const found = () => searchAdversary(duel, createRng(8), short);
    expect(found()).toEqual(found());
  });

  it('never walks downhill at the coldest, and sometimes does at the hottest', () => {
    const cold = { ...short, startTemperature: 1e-40, endTemperature: 1e-40 };
    for (const walk of searchAdversary(duel, createRng(2), cold).walks) {
      for (let i = 1; i < walk.length; i++) expect(walk[i]).toBeGreaterThanOrEqual(walk[i - 1]);
    }
    const hot = { ...short, startTemperature: 1e9, endTemperature: 1e9 };
    const falls = searchAdversary(duel, createRng(2), hot).walks.flatMap((walk) =>
      [...walk].filter((value, i) => i > 0 && value < walk[i - 1]),
    );
    expect(falls.length).toBeGreaterThan(0);
  });

  it('takes a worse neighbour with the probability exp(Δ / T)', () => {
    // the loser's makespan is a coin: 1 or e^-1 times the winner's, so every fall has Δ = −1 and T = 1
    class Coin implements Planner {
      readonly name = 'coin';
      private readonly rng = createRng('coin');
      private readonly heft = new Heft();
      plan(problem: DagProblem): Schedule {
        const schedule = this.heft.plan(problem);
        if (this.rng() < 0.5) return schedule;
        const late = schedule.makespan * (Math.E - 1);
        const shift = (times: Float64Array) => times.map((time) => time + late);
        return {
          processor: schedule.processor,
          start: shift(schedule.start),
          finish: shift(schedule.finish),
          makespan: schedule.makespan + late,
        };
      }
    }
    const options = { restarts: 1, iterations: 12_000, startTemperature: 1, endTemperature: 1 };
    const [walk] = searchAdversary({ loser: new Coin(), winner: new Heft() }, createRng(4), options).walks;
    const high = [...walk.subarray(0, -1)].flatMap((value, i) => (value > 2 ? [i] : []));
    const fell = high.filter((i) => walk[i + 1] < 2).length / high.length;
    expect(fell).toBeGreaterThan(0.5 * Math.exp(-1) - 0.02); // half of the neighbours are low
    expect(fell).toBeLessThan(0.5 * Math.exp(-1) + 0.02);
  });

  it.each([
    [{ restarts: 0 }, /restarts/],
    [{ iterations: -1 }, /iterations/],
    [{ startTemperature: 0.001 }, /temperatures/],
    [{ space: { ...DEFAULT_CANDIDATE_SPACE, tasks: [5, 3] as const } }, /tasks/],
    [{ space: { ...DEFAULT_CANDIDATE_SPACE, weights: [0, 1] as const } }, /weights/],
  ])('refuses %j', (options, message) => {
    expect(() => searchAdversary(duel, createRng(1), options)).toThrow(message);
  });
});

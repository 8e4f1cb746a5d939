import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { createRng } from '../../../src/rng.js';
import { type ArrivalInput, arrivalTimes, meanArrivalRate, parseArrivals } from '../../../src/sim/arrivals.js';

const draw = (input: ArrivalInput, limit: { count?: number; until?: number }, seed = 1): Float64Array =>
  arrivalTimes(parseArrivals(input), createRng(seed), limit);

const intervals = (times: Float64Array): Float64Array => times.map((time, i) => time - (i === 0 ? 0 : times[i - 1]));

function moments(values: Float64Array): { mean: number; variation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variation: Math.sqrt(variance) / mean };
}

const positive = fc.double({ min: 0.5, max: 50, noNaN: true });
const anyProcess: fc.Arbitrary<ArrivalInput> = fc.oneof(
  fc.record({
    process: fc.constant('poisson' as const),
    meanInterval: positive,
    truncate: fc.boolean(),
    firstAtZero: fc.boolean(),
  }),
  fc.record({
    process: fc.constant('gamma' as const),
    meanInterval: positive,
    coefficientOfVariation: positive,
    truncate: fc.boolean(),
  }),
  fc.record({
    process: fc.constant('markov-modulated' as const),
    states: fc.array(fc.record({ meanInterval: positive, meanDwell: positive }), { minLength: 1, maxLength: 4 }),
    next: fc.constantFrom('uniform' as const, 'cyclic' as const),
    truncate: fc.boolean(),
  }),
  fc.record({
    process: fc.constant('deterministic' as const),
    interval: fc.double({ min: 2, max: 9, noNaN: true }),
    offset: positive,
    jitter: fc.double({ min: 0, max: 2, noNaN: true }),
    truncate: fc.boolean(),
  }),
  fc.record({
    process: fc.constant('trace' as const),
    times: fc.constant<number[]>([0, 1, 1, 7.5]),
    timeScale: positive,
    loopPeriod: fc.constant(8),
    truncate: fc.boolean(),
  }),
);

describe('arrival times', () => {
  it('ascend from 0 on, respect both limits, and depend on the seed alone', () => {
    fc.assert(
      fc.property(anyProcess, fc.nat(200), positive, fc.nat(), (input, count, until, seed) => {
        const times = draw(input, { count, until }, seed);
        expect(times.length).toBeLessThanOrEqual(count);
        times.forEach((time, i) => {
          if (!(time >= (i === 0 ? 0 : times[i - 1]) && time < until)) throw new Error(`times.${i} = ${time}`);
          if (input.truncate && !Number.isInteger(time)) throw new Error(`times.${i} = ${time} is no integer`);
        });
        expect(draw(input, { count, until }, seed)).toEqual(times);
        // a longer sequence begins with the shorter one
        expect(draw(input, { count: count + 10, until }, seed).slice(0, times.length)).toEqual(times);
      }),
    );
  });

  const n = 40_000;
  it.each([
    [{ process: 'poisson', meanInterval: 25 }, 1],
    [{ process: 'gamma', meanInterval: 3, coefficientOfVariation: 0.25 }, 0.25],
    [{ process: 'gamma', meanInterval: 3, coefficientOfVariation: 1 }, 1],
    [{ process: 'gamma', meanInterval: 3, coefficientOfVariation: 3 }, 3],
    [{ process: 'deterministic', interval: 4 }, 0],
  ] as [ArrivalInput & { meanInterval?: number }, number][])(
    '%o have mean and variation as told',
    (input, variation) => {
      const measured = moments(intervals(draw(input, { count: n })).subarray(1));
      const mean = 1 / meanArrivalRate(parseArrivals(input));
      expect(Math.abs(measured.mean / mean - 1)).toBeLessThan((4 * variation) / Math.sqrt(n) + 1e-12);
      expect(Math.abs(measured.variation - variation)).toBeLessThan(0.05 * variation + 1e-9);
    },
  );

  it('Markov-modulated: the rate is the one of the states, burstier than Poisson, silent where told', () => {
    const input: ArrivalInput = {
      process: 'markov-modulated',
      states: [
        { meanInterval: 1, meanDwell: 50 },
        { meanInterval: null, meanDwell: 150 },
      ],
    };
    const rate = meanArrivalRate(parseArrivals(input));
    expect(rate).toBeCloseTo(0.25, 12);
    const times = draw(input, { until: 400_000 });
    expect(Math.abs(times.length / 400_000 / rate - 1)).toBeLessThan(0.08);
    // interrupted Poisson process: intervals are hyperexponential (Kuczura 1973); with rate 1 while busy CV² = 1 + 2·w₁/(w₁ + w₂)²
    const squared = moments(intervals(times)).variation ** 2;
    const [leaveBusy, leaveSilent] = [1 / 50, 1 / 150];
    const expected = 1 + (2 * leaveBusy) / (leaveBusy + leaveSilent) ** 2;
    expect(Math.abs(squared / expected - 1)).toBeLessThan(0.1);
  });

  it('Markov-modulated: long-run shares of time follow the jump probabilities', () => {
    const states = [
      { meanInterval: 1, meanDwell: 1 },
      { meanInterval: 2, meanDwell: 2 },
      { meanInterval: 4, meanDwell: 4 },
    ];
    const cyclic = parseArrivals({ process: 'markov-modulated', states, next: 'cyclic' });
    expect(meanArrivalRate(cyclic)).toBeCloseTo((1 + 1 + 1) / 7, 12);
    // jumps 0→1, 1→0 or 2 with ½ each, 2→1: visits ¼, ½, ¼
    const next = [
      [0, 1, 0],
      [0.5, 0, 0.5],
      [0, 1, 0],
    ];
    const chain = parseArrivals({ process: 'markov-modulated', states, next });
    expect(meanArrivalRate(chain)).toBeCloseTo((0.25 + 0.5 + 0.25) / (0.25 + 1 + 1), 12);
    const times = arrivalTimes(chain, createRng(3), { until: 200_000 });
    expect(Math.abs(times.length / 200_000 / meanArrivalRate(chain) - 1)).toBeLessThan(0.02);
  });

  it('deterministic: offset, and jitter that does not add up', () => {
    expect([...draw({ process: 'deterministic', interval: 3, offset: 2 }, { count: 4 })]).toEqual([2, 5, 8, 11]);
    const times = draw({ process: 'deterministic', interval: 10, jitter: 10 }, { count: 5000 });
    const late = times.map((time, i) => time - 10 * i);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThan(10);
    expect(Math.abs(moments(late).mean - 5)).toBeLessThan((4 * 10) / Math.sqrt(12 * 5000));
  });

  it('trace: scaled, looped, and ended', () => {
    expect([...draw({ process: 'trace', times: [1, 4, 4] }, {})]).toEqual([1, 4, 4]);
    expect([...draw({ process: 'trace', times: [1, 4], timeScale: 0.5 }, { count: 9 })]).toEqual([0.5, 2]);
    expect([...draw({ process: 'trace', times: [1, 4], loopPeriod: 5, timeScale: 2 }, { until: 30 })]).toEqual([
      2, 8, 12, 18, 22, 28,
    ]);
    expect([...draw({ process: 'trace', times: [1.9, 4.2], truncate: true }, {})]).toEqual([1, 4]);
  });

  it('truncation rounds intervals down, and the first arrival can come at 0', () => {
    const whole = intervals(draw({ process: 'poisson', meanInterval: 5, truncate: true }, { count: n }));
    const real = intervals(draw({ process: 'poisson', meanInterval: 5 }, { count: n }));
    // sums of real intervals carry rounding of about 1e-11
    whole.forEach((interval, i) => {
      if (interval !== Math.floor(real[i] + 1e-9) && interval !== Math.floor(real[i] - 1e-9))
        throw new Error(`interval ${i}`);
    });
    const [first, second] = draw(
      { process: 'gamma', meanInterval: 5, coefficientOfVariation: 2, firstAtZero: true },
      { count: 2 },
    );
    expect(first).toBe(0);
    expect(second).toBe(draw({ process: 'gamma', meanInterval: 5, coefficientOfVariation: 2 }, { count: 1 })[0]);
  });

  it('needs an end', () => {
    expect(() => draw({ process: 'poisson', meanInterval: 1 }, {})).toThrow(/give `count` or `until`/);
    expect(() => draw({ process: 'trace', times: [1], loopPeriod: 1 }, {})).toThrow(ArenaError);
  });
});

describe('arrival configuration', () => {
  it('is complete after parsing, and parses to itself', () => {
    fc.assert(
      fc.property(anyProcess, (input) => {
        const config = parseArrivals(input);
        expect(parseArrivals(JSON.parse(JSON.stringify(config)))).toEqual(config);
        expect(meanArrivalRate(config)).toBeGreaterThan(0);
      }),
    );
  });

  const on = { meanInterval: 1, meanDwell: 1 };
  it.each([
    [null, /null is no arrival process/],
    [{}, /process nothing does not exist \(poisson, gamma, markov-modulated, deterministic, trace\)/],
    [{ process: 'poison' }, /did you mean "poisson"/],
    [{ process: 'poisson' }, /poisson: `meanInterval`/],
    [{ process: 'poisson', meanInterval: 0 }, /poisson: `meanInterval`: Too small: expected number to be >0/],
    [{ process: 'poisson', meanInterval: Number.NaN }, /`meanInterval`.*NaN/],
    [
      { process: 'poisson', meanInterval: 1, trunkate: true },
      /option `trunkate` does not exist; did you mean "truncate"/,
    ],
    [{ process: 'deterministic', interval: 1, jitter: 2 }, /jitter 2 is longer than the interval 1/],
    [{ process: 'trace', times: [3, 2] }, /`times.1` = 2 lies before its predecessor 3/],
    [{ process: 'trace', times: [] }, /`times`/],
    [{ process: 'trace', times: [0, 9], loopPeriod: 5 }, /loopPeriod 5 is shorter than the trace \(9\)/],
    [{ process: 'markov-modulated', states: [{ ...on, meanInterval: null }] }, /every state is silent/],
    [{ process: 'markov-modulated', states: [on], initialState: 1 }, /initialState 1 does not exist \(0…0\)/],
    [{ process: 'markov-modulated', states: [on, on], next: [[1, 0]] }, /2 rows of 2 probabilities/],
    [
      {
        process: 'markov-modulated',
        states: [on, on],
        next: [
          [0.5, 0.6],
          [1, 0],
        ],
      },
      /sum to 1/,
    ],
    [
      {
        process: 'markov-modulated',
        states: [on, on],
        next: [
          [1, 0],
          [0, 1],
        ],
      },
      /does not lead from every state to every other/,
    ],
    [
      { process: 'markov-modulated', states: [on, { ...on, meanDwel: 2 }] },
      /option `states.1.meanDwel` does not exist/,
    ],
  ])('%j is refused in one line', (input, message) => {
    expect(() => parseArrivals(input, 'my-env')).toThrow(ArenaError);
    expect(() => parseArrivals(input, 'my-env')).toThrow(message);
    expect(() => parseArrivals(input, 'my-env')).toThrow(/^my-env: [^\n]*$/);
  });
});

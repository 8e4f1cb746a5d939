/**
 * What queueing theory knows, where every instance serves one request at a time (Orca, one sequence, one output token, a
 * time per prompt token: constant prompts are constant service, exponential ones exponential service) and requests
 * are held in one queue until an instance is idle. The simulator must give the Kiefer–Wolfowitz recursion (Lindley's for
 * one server) to the nanosecond, and the recursion, over more requests than one likes to simulate in a test, the closed
 * forms within 2 %: M/M/c by Erlang's C formula (Kleinrock, Queueing Systems I, 1975, section 3.5), M/D/c by Crommelin's
 * equations (1932): the number in the system one service time later is what was beyond the servers and what has arrived.
 */
import { describe, expect, it } from 'vitest';
import { ServingEnv } from '../../../../envs/serving/env.js';
import { parseWorkload } from '../../../../envs/serving/workload/config.js';
import { createSource } from '../../../../envs/serving/workload/create-source.js';
import type { RequestSource } from '../../../../envs/serving/workload/source.js';
import { encodeAction, waitAction } from '../../../../src/placement.js';
import { createRng } from '../../../../src/rng.js';
import type { Json } from '../../../../src/space/space.js';

const MEAN_TOKENS = 10_000;
const NS_PER_TOKEN = 1000;
const SERVICE = (MEAN_TOKENS * NS_PER_TOKEN) / 1e9; // s

type Service = 'exponential' | 'constant';

function workload(service: Service, load: number, servers: number, requests: number): Json {
  const input =
    service === 'constant'
      ? { distribution: 'constant', tokens: MEAN_TOKENS }
      : { distribution: 'exponential', mean: MEAN_TOKENS };
  const output = { distribution: 'constant', tokens: 1 };
  const rate = (load * servers) / SERVICE;
  return { kind: 'lengths', requests, rate, arrival: { process: 'poisson' }, input, output };
}

/** Waiting and service of every request with one queue before c servers: mean time in the system, ns. */
function recursion(source: RequestSource, servers: number, told?: (latency: number) => void): number {
  const free = new Float64Array(servers); // ns at which each server is free
  let sum = 0;
  for (let begin = 0, c = 0; begin < source.count; c++) {
    const { count, arrival, promptTokens } = source.chunk(c);
    for (let i = 0; i < count; i++) {
      let first = 0;
      for (let s = 1; s < servers; s++) if (free[s] < free[first]) first = s;
      const end = Math.max(arrival[i], free[first]) + promptTokens[i] * NS_PER_TOKEN;
      free[first] = end;
      sum += end - arrival[i];
      told?.(end - arrival[i]);
    }
    begin += count;
  }
  return sum / source.count;
}

/** Mean time in the system of M/M/c, in service times; `load` is per server. */
function erlang(servers: number, load: number): number {
  const offered = servers * load;
  let term = 1; // offered^k / k!
  let sum = 0;
  for (let k = 0; k < servers; k++) {
    sum += term;
    term *= offered / (k + 1);
  }
  const waiting = term / (1 - load);
  return 1 + waiting / (sum + waiting) / (servers * (1 - load));
}

/** Mean time in the system of M/D/c, in service times. */
function crommelin(servers: number, load: number): number {
  const offered = servers * load;
  const states = 240;
  const arrivals = [Math.exp(-offered)]; // Poisson
  for (let k = 1; k < 60; k++) arrivals.push((arrivals[k - 1] * offered) / k);
  let now = new Float64Array(states);
  now[0] = 1;
  for (let change = 1; change > 1e-12; ) {
    const next = new Float64Array(states);
    for (let n = 0; n < states; n++) {
      if (now[n] < 1e-18) continue;
      const left = Math.max(0, n - servers);
      for (let k = 0; k < arrivals.length && left + k < states; k++) next[left + k] += now[n] * arrivals[k];
    }
    change = next.reduce((sum, p, n) => sum + Math.abs(p - now[n]), 0);
    now = next;
  }
  return now.reduce((sum, p, n) => sum + n * p, 0) / offered;
}

describe('closed forms', () => {
  it('are those of the textbooks', () => {
    expect(erlang(1, 0.8)).toBeCloseTo(1 / (1 - 0.8), 12);
    expect(erlang(3, 0.8)).toBeCloseTo(2.0787, 4); // C(3, 2.4) = 0.64719
    expect(crommelin(1, 0.8)).toBeCloseTo(1 + 0.8 / (2 * (1 - 0.8)), 6); // Pollaczek–Khinchine
  });
});

const SYSTEMS = (['exponential', 'constant'] as const).flatMap((service) =>
  [1, 3].map((servers) => ({ service, servers, name: `${service === 'constant' ? 'M/D' : 'M/M'}/${servers}` })),
);

describe.each(SYSTEMS)('$name', ({ service, servers }) => {
  it('is the recursion to the nanosecond', () => {
    for (const load of [0.3, 0.6, 0.9]) {
      const config = {
        instances: [
          {
            count: servers,
            engine: { kind: 'orca', maxTokens: 1_000_000, maxSequences: 1 },
            timeModel: { kind: 'linear', a: 0, b: NS_PER_TOKEN, c: 0, d: 0 },
            kv: { blocks: 1_000_000 },
          },
        ],
        workload: workload(service, load, servers, 1500),
        mayHold: true,
        itemSlots: 2,
      };
      const env = new ServingEnv(config, { id: 'serving/queue-v1' });
      const { observation: view } = env.reset({ seed: 5 });
      let total = 0;
      for (let ended = false; !ended; ) {
        const idle = view.resources.queueLength.indexOf(0);
        const action = idle < 0 ? waitAction(view.shape) : encodeAction(view.shape, view.items.slots[0], idle);
        const result = env.step(action);
        total -= result.reward;
        ended = result.terminated;
      }
      const { ledger } = (env as unknown as { cluster: { simulator: { ledger: typeof LEDGER } } }).cluster.simulator;
      const expected: number[] = [];
      const source = createSource(parseWorkload(config.workload), createRng(5).fork('serving').fork(0));
      const mean = recursion(source, servers, (latency) => expected.push(latency));
      const latencies = expected.map((_, r) => ledger.finishedAt[r] - ledger.arrival[r]);
      expect(latencies).toEqual(expected);
      // Little: the time that requests spent in the system together is the sum of their latencies
      expect(total).toBeCloseTo((mean * expected.length) / 1e9, 6);
    }
  });

  it.each([
    [0.3, 100_000],
    [0.5, 200_000],
    [0.7, 250_000],
    [0.9, 900_000],
  ])('takes as long as theory says at load %f', (load, requests) => {
    const source = createSource(parseWorkload(workload(service, load, servers, requests)), createRng(1));
    const mean = recursion(source, servers) / (MEAN_TOKENS * NS_PER_TOKEN);
    const theory = service === 'constant' ? crommelin(servers, load) : erlang(servers, load);
    expect(Math.abs(mean / theory - 1)).toBeLessThan(0.02);
  });
});

const LEDGER = { arrival: new Float64Array(0), finishedAt: new Float64Array(0) };

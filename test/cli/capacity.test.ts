/** `sched-arena capacity`: what it prints, and what it refuses. */
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.js';
import { sched } from './program.js';
import { workspace } from './workspace.js';

const cwd = workspace();
const SHORT = ['--requests', '150', '--granularity', '30', '--minutes', '5', '--delay', '0.5'];
const given = ['capacity', 'serving/azure-conv-4x', '-a', 'round-robin', '--seeds', '2', ...SHORT];

describe('sched-arena capacity', () => {
  const text = sched(given, cwd);
  const json = sched([...given, '--workers', '0', '--json'], cwd);
  const told = () => JSON.parse(json.stdout);

  it('prints every probe and the capacity with its interval', () => {
    expect(text.code).toBe(0);
    expect(text.stdout).toMatch(/^\s+1\.00 .* met$/m);
    expect(text.stdout).toMatch(/^\s+\d+\.\d\d .* (waits too long|tokens too slow)$/m);
    expect(text.stdout).toMatch(/capacity [\d.]+ requests\/s {2}\[[−\d.]+, [\d.]+\], mean of 2 seeds/);
  });

  it('prints one JSON object', () => {
    expect(told().search).toMatchObject({ tbtLimit: 0.2, delayLimit: 0.5, granularity: 30 });
    expect(told().mean).toBeCloseTo((told().capacities[0].rate + told().capacities[1].rate) / 2, 12);
  });

  it('finds the same on worker threads and without', () => {
    for (const { seed, rate } of told().capacities) {
      expect(text.stdout).toContain(`seed ${seed}: ${rate.toFixed(2)} requests/s\n`);
    }
  });

  it.each([
    [['soc/canonical', '-a', 'etf'], /^capacity: soc\/canonical-v\d+ has no workload\.rate to vary$/],
    [
      ['serving/azure-conv-4x', '-a', 'round-robin', '--slo-tbt', '0.0001'],
      /^capacity: round-robin meets the limits in serving\/azure-conv-4x-v1 at no rate: at 0\.0\d requests\/s the median delay is .* s and the P99 time between tokens .* s$/,
    ],
    [
      ['serving/azure-conv-4x', '-a', 'round-robin', '--requests', '3'],
      /at every rate up to [\d.]+ requests\/s with 1 of 1 seeds: too few requests to tell \(--requests\)$/,
    ],
    [['serving/azure-conv-4x', '-a', 'round-robin', '--start', '0.001'], /^capacity: start 0\.001 is not allowed/],
  ])('refuses %j in one line', async (args, message) => {
    const words = ['capacity', '--seeds', '1', '--workers', '0', '--json', ...SHORT, ...args];
    await expect(createProgram().parseAsync(words, { from: 'user' })).rejects.toThrow(message);
  });
});

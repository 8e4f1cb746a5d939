/** The shipped weights against ETF on validation seeds of the settings they were tuned for: lower mean latency, paired. */
import { describe, expect, it } from 'vitest';
import { LinearScheduler } from '../../../agents/index.js';
import '../../../envs/index.js';
import { Course, LATE_COURSE, ON_READY_COURSE } from '../../../src/cli/train-linear-course.js';
import { seedList } from '../../../src/report/seeds.js';

const seeds = seedList('validation', 8, 500);

describe.each([
  ['binding on ready', ON_READY_COURSE, ['profiles-1-queue-3-scale-25', 'profiles-5-queue-3-scale-25']],
  ['late binding', LATE_COURSE, ['late-profiles-1-queue-3-scale-25', 'late-profiles-5-queue-3-scale-25']],
] as const)('linear, %s', (_, settings, names) => {
  const chosen = settings.filter(({ name }) => (names as readonly string[]).includes(name));
  const course = new Course(chosen.map((setting) => ({ ...setting, trained: true })));

  it('has found its settings', () => {
    expect(chosen).toHaveLength(names.length);
  });

  it('beats ETF on average without completing fewer jobs', () => {
    const agent = new LinearScheduler();
    expect(course.cost(agent, seeds)).toBeLessThan(1);
    let gained = 0;
    for (let setting = 0; setting < chosen.length; setting++) {
      for (const seed of seeds)
        gained += course.play(setting, seed, agent).completed - course.reference(setting, seed).completed;
    }
    expect(gained).toBeGreaterThanOrEqual(0);
  });
});

/**
 * Published schedulers as settings of the parametric one. Each gives the same schedules as the planner of that id, to
 * the digit.
 */
import type { ParametricOptions } from './parametric.js';

type Setting = Readonly<Partial<ParametricOptions>>;

export const CORNERS: Readonly<Record<string, Setting>> = Object.freeze({
  heft: {},
  cpop: { priority: 'path-rank', ties: 'index', criticalPath: true },
  peft: { priority: 'optimistic-cost', ties: 'index', processor: 'finish-and-rest' },
  mct: { priority: 'topological', insertion: false },
  met: { priority: 'topological', processor: 'quickest', insertion: false },
  olb: { priority: 'topological', processor: 'queue', insertion: false },
  'fastest-node': { priority: 'topological', processor: 'fastest-node', insertion: false },
  'min-min': { priority: 'none', ties: 'index', choice: 'least', insertion: false },
  'max-min': { priority: 'none', ties: 'index', choice: 'greatest', insertion: false },
  sufferage: { priority: 'none', ties: 'index', choice: 'sufferage', insertion: false },
  etf: { priority: 'static-level', ties: 'index', choice: 'least', processor: 'start', insertion: false },
});

/** Settings that no published scheduler has, with ids of their own. */
export const COMBINATIONS: Readonly<Record<string, Setting>> = Object.freeze({
  'parametric-sufferage': { choice: 'sufferage', candidates: 2 },
  'parametric-critical-path': { criticalPath: true },
  'parametric-oct': { processor: 'finish-and-rest' },
  'parametric-work-below': { priority: 'work-below' },
});

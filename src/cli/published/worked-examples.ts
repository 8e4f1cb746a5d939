/**
 * The printed schedules of the two worked examples of src/instances/published.ts: Topcuoglu, Hariri & Wu 2002, figure 1
 * (doi 10.1109/71.993206) with HEFT, CPOP and DLS, and Arabnejad & Barbosa 2014, figure 1 (doi 10.1109/TPDS.2013.57) with
 * PEFT, HEFT and look-ahead, of which only the makespan is printed. The optima are those of an exhaustive search. Task
 * numbers are 0-based (the papers count from 1).
 */
import { ARABNEJAD, TOPCUOGLU } from '../../instances/published.js';
import type { DagTable } from '../../planner.js';

export { ARABNEJAD, TOPCUOGLU } from '../../instances/published.js';

/** `[processor, start, finish]` of each task, [task]. */
export type Placed = readonly [processor: number, start: number, finish: number];

/** One published schedule. */
export interface PublishedSchedule {
  readonly name: string;
  readonly planner: string; // registered id
  readonly example: DagTable;
  readonly makespan: number;
  readonly placed?: readonly Placed[]; // [task]; absent where only the makespan is known
}

export const TOPCUOGLU_HEFT: readonly Placed[] = [
  [2, 0, 9],
  [0, 27, 40],
  [2, 9, 28],
  [1, 18, 26],
  [2, 28, 38],
  [1, 26, 42],
  [2, 38, 49],
  [0, 57, 62],
  [1, 56, 68],
  [1, 73, 80],
];

export const TOPCUOGLU_CPOP: readonly Placed[] = [
  [1, 0, 16],
  [1, 16, 35],
  [0, 28, 39],
  [2, 25, 42],
  [1, 35, 48],
  [2, 42, 51],
  [0, 39, 46],
  [2, 54, 68],
  [1, 65, 77],
  [1, 79, 86],
];

export const TOPCUOGLU_DLS: readonly Placed[] = [
  [2, 0, 9],
  [2, 9, 27],
  [1, 26, 39],
  [1, 18, 26],
  [0, 20, 32],
  [2, 27, 36],
  [0, 62, 69],
  [0, 53, 58],
  [1, 45, 57],
  [0, 70, 91],
];

export const ARABNEJAD_PEFT: readonly Placed[] = [
  [0, 0, 22],
  [0, 29, 51],
  [0, 51, 83],
  [0, 22, 29],
  [2, 35, 70],
  [1, 29, 46],
  [0, 83, 97],
  [1, 54, 77],
  [2, 81, 89],
  [1, 106, 122],
];

export const ARABNEJAD_HEFT: readonly Placed[] = [
  [1, 0, 21],
  [0, 38, 60],
  [1, 48, 75],
  [2, 52, 56],
  [1, 21, 48],
  [2, 28, 52],
  [1, 75, 100],
  [0, 67, 96],
  [2, 105, 113],
  [0, 120, 133],
];

/** The published schedules. */
export const PUBLISHED_SCHEDULES: readonly PublishedSchedule[] = [
  { name: 'topcuoglu-2002', planner: 'heft', example: TOPCUOGLU, makespan: 80, placed: TOPCUOGLU_HEFT },
  { name: 'topcuoglu-2002', planner: 'cpop', example: TOPCUOGLU, makespan: 86, placed: TOPCUOGLU_CPOP },
  { name: 'topcuoglu-2002', planner: 'dls', example: TOPCUOGLU, makespan: 91, placed: TOPCUOGLU_DLS },
  { name: 'topcuoglu-2002', planner: 'exact', example: TOPCUOGLU, makespan: 73 },
  { name: 'arabnejad-2014', planner: 'peft', example: ARABNEJAD, makespan: 122, placed: ARABNEJAD_PEFT },
  { name: 'arabnejad-2014', planner: 'heft', example: ARABNEJAD, makespan: 133, placed: ARABNEJAD_HEFT },
  { name: 'arabnejad-2014', planner: 'lookahead', example: ARABNEJAD, makespan: 127 },
  { name: 'arabnejad-2014', planner: 'exact', example: ARABNEJAD, makespan: 113 },
];

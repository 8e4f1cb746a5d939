/**
 * The two worked examples of static scheduling on a DAG that the literature prints whole: Topcuoglu, Hariri & Wu 2002,
 * figure 1 (doi 10.1109/71.993206) and Arabnejad & Barbosa 2014, figure 1 (doi 10.1109/TPDS.2013.57). Ten tasks, three
 * processors, one unit of volume takes one unit of time between any two. Task numbers are 0-based (the papers count
 * from 1), names are the papers' numbers.
 */
import { type DagInstance, numberedNames } from '../plan/instance.js';
import { type DagTable, problemOf } from '../planner.js';

/** Topcuoglu, Hariri & Wu 2002, figure 1 (doi 10.1109/71.993206): HEFT 80, CPOP 86. */
export const TOPCUOGLU: DagTable = {
  cost: [
    [14, 16, 9],
    [13, 19, 18],
    [11, 13, 19],
    [13, 8, 17],
    [12, 13, 10],
    [13, 16, 9],
    [7, 15, 11],
    [5, 11, 14],
    [18, 12, 20],
    [21, 7, 16],
  ],
  edges: [
    [0, 1, 18],
    [0, 2, 12],
    [0, 3, 9],
    [0, 4, 11],
    [0, 5, 14],
    [1, 7, 19],
    [1, 8, 16],
    [2, 6, 23],
    [3, 7, 27],
    [3, 8, 23],
    [4, 8, 13],
    [5, 7, 15],
    [6, 9, 17],
    [7, 9, 11],
    [8, 9, 13],
  ],
};

/** Arabnejad & Barbosa 2014, figure 1 (doi 10.1109/TPDS.2013.57): PEFT 122, HEFT 133. */
export const ARABNEJAD: DagTable = {
  cost: [
    [22, 21, 36],
    [22, 18, 18],
    [32, 27, 43],
    [7, 10, 4],
    [29, 27, 35],
    [26, 17, 24],
    [14, 25, 30],
    [29, 23, 36],
    [15, 21, 8],
    [13, 16, 33],
  ],
  edges: [
    [0, 1, 17],
    [0, 2, 31],
    [0, 3, 29],
    [0, 4, 13],
    [0, 5, 7],
    [1, 7, 3],
    [1, 8, 30],
    [2, 6, 16],
    [3, 7, 11],
    [3, 8, 7],
    [4, 8, 57],
    [5, 7, 5],
    [6, 9, 9],
    [7, 9, 42],
    [8, 9, 7],
  ],
};

function instanceOf(name: string, table: DagTable): DagInstance {
  return {
    name,
    tasks: table.cost.map((_, i) => `n${i + 1}`),
    processors: numberedNames('P', table.cost[0].length),
    work: null,
    speed: null,
    problem: problemOf(table),
  };
}

/** The examples as instances, by id. */
export const publishedInstances: Readonly<Record<string, DagInstance>> = Object.freeze({
  'topcuoglu-2002': instanceOf('topcuoglu-2002', TOPCUOGLU),
  'arabnejad-2014': instanceOf('arabnejad-2014', ARABNEJAD),
});

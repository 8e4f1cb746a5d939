/**
 * What Decima sees of a decision: the graphs of all jobs with five numbers a node and three a job, the stages that may be
 * scheduled now, and for each job of such a stage the numbers of executors it may be given. A candidate is a pair of
 * stage and number. Both networks read these tables; what the columns hold differs (`kinds.ts`).
 */
import { CANDIDATES, type DecisionSchema } from '../../src/nn/tables.js';

export const NODE_WIDTH = 5;
export const JOB_WIDTH = 3;

export const DECIMA_SCHEMA: DecisionSchema = [
  {
    name: 'nodes', // unfinished stages
    columns: ['executors', 'source', 'supply', 'first', 'second'], // the job's three, then two of its own
    integers: [{ name: 'job', refersTo: 'jobs' }],
  },
  {
    name: 'edges', // between unfinished stages
    columns: [],
    integers: [
      { name: 'parent', refersTo: 'nodes' },
      { name: 'child', refersTo: 'nodes' },
    ],
  },
  { name: 'jobs', columns: ['executors', 'source', 'supply'] },
  { name: 'stages', columns: [], integers: [{ name: 'node', refersTo: 'nodes' }] }, // schedulable ones
  {
    name: 'limits', // numbers of executors that a job may be given, for jobs with a schedulable stage
    columns: ['share'],
    integers: [{ name: 'job', refersTo: 'jobs' }],
  },
  {
    name: CANDIDATES,
    columns: [],
    integers: [
      { name: 'stage', refersTo: 'stages' },
      { name: 'limit', refersTo: 'limits' },
    ],
  },
];

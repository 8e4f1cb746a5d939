/**
 * What the network is told, column by column. Durations are in time scales, the mean cost of the live tasks, so the unit of
 * time and the size of tasks drop out; nothing depends on how many items, resources or jobs there are. `candidates` stays
 * as it is, because a linear part of the network reads it; everything else is compressed.
 */
import { ALL_LIVE_GRAPH_FEATURES, type LiveGraphOptions, liveGraphTables } from '../../src/nn/live-graph-encoder.js';
import type { DecisionSchema } from '../../src/nn/tables.js';

/** Tasks and jobs of the live graph. */
export const GRAPH_FEATURES: LiveGraphOptions = ALL_LIVE_GRAPH_FEATURES;

/** Columns of `candidates`: one pair each, or *wait*, which is told of by the best pair that it would wait for. */
export const PAIR_COLUMNS = Object.freeze([
  'cost', // processing time here
  'startDelay', // start − now; start = max(now, resource free, inputs there)
  'resourceWait', // time until the resource is free
  'dataWait', // time until the inputs are there
  'idleGap', // time the free resource would wait for the inputs
  'finishRegret', // finish here − the item's earliest finish anywhere
  'costRegret', // processing time here − the item's least anywhere
  'resourceRegret', // processing time here − the least of any waiting item here
  'queueLength', // unfinished items of the resource, times the mean over items of their least processing time
  'sufferage', // the item's second-earliest − earliest finish
  'upwardRank', // the item's longest path to the end of its job
  'age', // time since the item began to wait
  'remainingWork', // expected work left in the item's job
  'childFinish', // finish of the item's last successor, each on its best resource − now
  'childRegret', // the same − the item's least anywhere
  'rest', // least time from the item's finish here to the end of its job
  'restRegret', // the same − the item's least anywhere
  'whole', // finish here + rest − now
  'wholeRegret', // the same − the item's least anywhere
  'criticality', // upward rank of the item / largest of its job
  'successors', // of the item (a number)
  'enables', // successors that wait for this item alone (a number)
  'relativeLoad', // time until the resource is free − mean over resources
  'loadAfter', // finish here − the time at which the first resource is free
  'soonDemand', // work that will be ready soon and is fastest here
  'demand', // the same, looking further ahead
  'relativeDemand', // demand − mean over resources
  'pressure', // what that work would lose elsewhere, the sooner the more
  'blocking', // what it would lose by starting only after this item, or by going elsewhere
  'drainRegret', // total time to the end of the live jobs if this is done and the rest by ETF − the least of any candidate
  'drainOwn', // time to the end of the item's job then
  'drainLast', // time to the end of the last job then − the least of any candidate
  'drainMean', // mean time to the end of the live jobs then
  'drained', // 1 = the four numbers were computed for this candidate
  'etfChoice', // 1 = ETF takes this
  'linearChoice', // 1 = the linear agent takes this
  'wait', // 1 = this is *wait*
  'late', // 1 = *wait* is offered
] as const);

export type PairColumn = (typeof PAIR_COLUMNS)[number];

/** Columns of `processors`. */
export const PROCESSOR_COLUMNS = Object.freeze([
  'untilFree',
  'relativeLoad',
  'queueLength',
  'speed',
  'supported', // share of the items that could run here
  'favourites', // share of the items that are fastest here
  'costRatio', // mean over items of processing time here / least
  'soonDemand',
  'demand',
  'pressure',
] as const);

/** Columns of `system`, one row. */
export const SYSTEM_COLUMNS = Object.freeze([
  'jobs',
  'items',
  'overflow',
  'tasks', // unfinished
  'meanLoad', // mean time until resources are free
  'firstFree', // least of it
  'idle', // share of idle resources
  'meanDemand',
  'late', // 1 = *wait* is offered
] as const);

/** Index of a column of `candidates`. */
export function pairColumn(name: PairColumn): number {
  return PAIR_COLUMNS.indexOf(name);
}

/** The tables, in this order. */
export const SCHEMA: DecisionSchema = Object.freeze([
  ...liveGraphTables(GRAPH_FEATURES),
  { name: 'processors', columns: PROCESSOR_COLUMNS },
  { name: 'system', columns: SYSTEM_COLUMNS },
  {
    name: 'candidates',
    columns: PAIR_COLUMNS,
    integers: [
      { name: 'node', refersTo: 'nodes' },
      { name: 'job', refersTo: 'jobs' },
      { name: 'processor', refersTo: 'processors' },
    ],
  },
]);

/**
 * What the linear agent sees of a pair (item, resource): fifteen numbers that mean the same on any platform. All
 * times are divided by the decision's time scale, the mean over the waiting items of their least processing time, so
 * that the unit of time and the size of the tasks drop out. Nothing depends on the number of items or resources.
 */

/** Names of the features, in the order of a weight vector. */
export const FEATURES = Object.freeze([
  'cost', // processing time here
  'startDelay', // start − now; start = max(now, resource free, inputs there)
  'resourceWait', // time until the resource is free
  'dataWait', // time until the inputs are there
  'idleGap', // time the free resource would wait for the inputs
  'finishRegret', // finish here − the item's earliest finish anywhere
  'costRegret', // processing time here − the item's least anywhere
  'resourceRegret', // processing time here − the least of any waiting item here
  'queueLength', // unfinished items of the resource (a number, not a time)
  'sufferage', // the item's second-earliest − earliest finish; 0 with one resource
  'upwardRank', // the item's longest path to the end of its job
  'age', // time since the item began to wait
  'remainingWork', // expected work left in the item's job
  'childFinish', // finish of the item's last successor if the item runs here, each successor on its best resource − now
  'childRegret', // the same − the item's least anywhere
] as const);

/** The weights with which the linear agent is ETF: least finish = processing time + start delay. */
export const ETF_WEIGHTS: readonly number[] = Object.freeze(
  FEATURES.map((name) => (name === 'cost' || name === 'startDelay' ? -1 : 0)),
);

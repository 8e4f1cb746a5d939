/** Every scheduler of the framework. Importing this file registers them all by id. */
import type { Agent } from '../src/agent.js';
import { agents, planners } from '../src/registry.js';
import type { Json } from '../src/space/space.js';
import { DeepSocsReleased } from './deepsocs/released.js';
import { Cpop } from './heft/cpop.js';
import { Heft } from './heft/heft.js';
import { Peft } from './heft/peft.js';
import { heftPlanners } from './heft/planners.js';
import { Replan, type ReplanOptions } from './heft/replan.js';
import { LinearScheduler } from './linear/linear.js';
import { EarliestStart } from './list/earliest-start.js';
import { EarliestDeadlineFirst } from './list/edf.js';
import { EarliestFinishTime } from './list/eft.js';
import { EnergyAwareFinish } from './list/energy-eft.js';
import { EarliestTaskFirst } from './list/etf.js';
import { EarliestTaskFirstBalanced } from './list/etf-lb.js';
import { JobRank } from './list/job-rank.js';
import { MaxMin } from './list/max-min.js';
import { HighestPriorityFirst } from './list/priority.js';
import { RankList } from './list/rank-list.js';
import { RuntimeHeft } from './list/runtime-heft.js';
import { RuntimeHeftCompat } from './list/runtime-heft-compat.js';
import { ShortestJobFirst } from './list/shortest-job.js';
import { Sufferage } from './list/sufferage.js';
import { listPlanners } from './list-planners/planners.js';
import { mappingPlanners } from './mapping/planners.js';
import { agentOptions, numberOption, numbersOption } from './options.js';
import { createPairNet } from './pairnet/pairnet.js';
import { TRAINED_WEIGHTS as ON_READY_WEIGHTS } from './pairnet/weights.js';
import { TRAINED_WEIGHTS as LATE_PAIR_WEIGHTS } from './pairnet/weights-late.js';
import { parametricPlanners } from './parametric/planners.js';
import { PAIR_RULES } from './policies.js';
import { publishedAgents } from './published.js';
import { RolloutScheduler } from './rollout/rollout.js';
import { searchPlanners } from './search/planners.js';
import { servingAgents } from './serving/agents.js';
import { Fifo } from './simple/fifo.js';
import { MinimumCompletionTime } from './simple/mct.js';
import { MinimumExecutionTime } from './simple/met.js';
import { OpportunisticLoadBalancing } from './simple/olb.js';
import { RandomScheduler } from './simple/random.js';
import { RoundRobin } from './simple/round-robin.js';
import { ShortestTaskFirst } from './simple/stf.js';

export { DEFAULT_REPLAN_OPTIONS, type ReplanOptions } from './heft/replan.js';
export { ETF_WEIGHTS, FEATURES } from './linear/features.js';
export { DEFAULT_LINEAR_OPTIONS, type LinearOptions } from './linear/linear.js';
export { DEFAULT_ENERGY_OPTIONS, type EnergyOptions } from './list/energy-eft.js';
export {
  Cpop,
  EarliestDeadlineFirst,
  EarliestFinishTime,
  EarliestStart,
  EarliestTaskFirst,
  EarliestTaskFirstBalanced,
  EnergyAwareFinish,
  Fifo,
  Heft,
  HighestPriorityFirst,
  JobRank,
  LinearScheduler,
  MaxMin,
  MinimumCompletionTime,
  MinimumExecutionTime,
  OpportunisticLoadBalancing,
  Peft,
  RandomScheduler,
  RankList,
  Replan,
  RoundRobin,
  RuntimeHeft,
  RuntimeHeftCompat,
  ShortestJobFirst,
  ShortestTaskFirst,
  Sufferage,
};

/** Every planner, family by family. */
const PLANNERS = [...heftPlanners, ...listPlanners, ...mappingPlanners, ...parametricPlanners, ...searchPlanners];

/** Re-planned at run time, transfers are averaged as they are, not through the mean bandwidth. */
const ONLINE = Object.freeze({ commAverage: 'pairs' } as const);

function register(id: string, description: string, tags: readonly string[], create: () => Agent): void {
  agents.register({
    id,
    description,
    tags,
    oracle: false,
    create: (options) => {
      agentOptions(id, options, []);
      return create();
    },
  });
}

function createEnergyAware(options?: Json): Agent {
  const { energyWeight } = agentOptions('energy-eft', options, ['energyWeight']);
  return new EnergyAwareFinish(
    energyWeight === undefined ? {} : { energyWeight: numberOption('energy-eft', 'energyWeight', energyWeight) },
  );
}

function createLinear(options?: Json): Agent {
  const { onReady, late } = agentOptions('linear', options, ['onReady', 'late']);
  return new LinearScheduler({
    ...(onReady === undefined ? {} : { onReady: numbersOption('linear', 'onReady', onReady) }),
    ...(late === undefined ? {} : { late: numbersOption('linear', 'late', late) }),
  });
}

register('random', 'any allowed pair, uniformly', ['simple', 'stochastic'], () => new RandomScheduler('random'));
register(
  'random-oldest',
  'oldest item, uniform resource',
  ['simple', 'stochastic'],
  () => new RandomScheduler('random-oldest'),
);
register('fifo', 'oldest item on the resource of earliest start', ['simple'], () => new Fifo());
register('round-robin', 'oldest item, resources in turn', ['simple'], () => new RoundRobin());
register(
  'olb',
  'opportunistic load balancing: oldest item on the first free resource',
  ['simple'],
  () => new OpportunisticLoadBalancing(),
);
register(
  'met',
  'minimum execution time: oldest item on its fastest resource',
  ['simple'],
  () => new MinimumExecutionTime(),
);
register('mct', 'minimum completion time without transfers', ['simple'], () => new MinimumCompletionTime());
register('stf', 'shortest task first, on its fastest resource', ['simple'], () => new ShortestTaskFirst());
register('eft', 'oldest item on the resource of earliest finish', ['list'], () => new EarliestFinishTime());
register('etf', 'the pair of earliest finish', ['list'], () => new EarliestTaskFirst('etf'));
register(
  'etf-lb',
  'the pair of earliest finish, ties to the resource used least',
  ['list'],
  () => new EarliestTaskFirstBalanced(),
);
register(
  'earliest-start',
  'the pair of earliest start, ties by upward rank (ETF as published)',
  ['list'],
  () => new EarliestStart(),
);
register(
  'min-min',
  'the item of least earliest finish (the same rule as etf)',
  ['list'],
  () => new EarliestTaskFirst('min-min'),
);
register('max-min', 'the item of latest earliest finish', ['list'], () => new MaxMin());
register('sufferage', 'the item that loses most without its best resource', ['list'], () => new Sufferage());
register('runtime-heft', 'highest upward rank, then earliest finish', ['list', 'heft'], () => new RuntimeHeft());
register(
  'runtime-heft-compat',
  'runtime HEFT as the DS3 family ships it: no communication',
  ['list', 'heft'],
  () => new RuntimeHeftCompat(),
);
register(
  'rank-list',
  'highest upward rank that can be placed now; never waits',
  ['list', 'heft'],
  () => new RankList(),
);
register(
  'job-rank',
  'oldest job, then highest upward rank, then earliest finish',
  ['list', 'heft'],
  () => new JobRank(),
);
register('shortest-job', 'least work left in the job, then earliest finish', ['list'], () => new ShortestJobFirst());
register('priority', 'highest priority, then earliest finish', ['list'], () => new HighestPriorityFirst());
register('edf', 'earliest deadline, then earliest finish', ['list'], () => new EarliestDeadlineFirst());
agents.register({
  id: 'energy-eft',
  description: 'oldest item on the resource of least weighted finish and energy',
  tags: ['list', 'energy'],
  oracle: false,
  create: createEnergyAware,
});
register(
  'heft',
  'HEFT of all unfinished work, re-planned on arrival',
  ['planner', 'heft'],
  () => new Replan('heft', new Heft(ONLINE)),
);
register(
  'peft',
  'PEFT of all unfinished work, re-planned on arrival',
  ['planner', 'heft'],
  () => new Replan('peft', new Peft(ONLINE)),
);
register(
  'cpop',
  'CPOP of all unfinished work, re-planned on arrival',
  ['planner', 'heft'],
  () => new Replan('cpop', new Cpop(ONLINE)),
);
const BY_ARRIVAL: ReplanOptions = Object.freeze({ jobs: 'by-arrival' });
/** Jobs one by one make a difference where they have several tasks; single requests would only cost time. */
const WITH_TASKS = ['soc', 'dag', 'queue'];

for (const [name, create] of [
  ['HEFT', () => new Replan('heft-by-arrival', new Heft(ONLINE), BY_ARRIVAL)],
  ['PEFT', () => new Replan('peft-by-arrival', new Peft(ONLINE), BY_ARRIVAL)],
] as const) {
  const id = `${name.toLowerCase()}-by-arrival`;
  agents.register({
    id,
    description: `${name} of the oldest job first, the next around it, re-planned on arrival`,
    tags: ['planner', 'heft'],
    oracle: false,
    plays: WITH_TASKS,
    create: (options) => {
      agentOptions(id, options, []);
      return create();
    },
  });
}
agents.register({
  id: 'linear',
  description: 'linear score of fifteen features, tuned by the cross-entropy method',
  tags: ['linear', 'learned'],
  oracle: false,
  create: createLinear,
});

agents.register({
  id: 'pairnet',
  description: 'trained pair network: joint scoring of task × processor over embedded job graphs',
  tags: ['network', 'learned'],
  oracle: false,
  create: (options) => createPairNet(PAIR_RULES, { onReady: ON_READY_WEIGHTS, late: LATE_PAIR_WEIGHTS }, options),
});
register(
  'deepsocs-released',
  'what the released DeepSoCS does: ready order, insertion without transfers',
  ['list', 'published'],
  () => new DeepSocsReleased(),
);
register(
  'rollout',
  'tries every pair in a model of the view with ETF to follow, takes the least total time of the live jobs',
  ['look-ahead'],
  () => new RolloutScheduler(),
);

for (const spec of publishedAgents) agents.register(spec);
for (const spec of servingAgents) agents.register(spec);
for (const spec of PLANNERS) planners.register(spec);

/**
 * `heft`, `cpop` and `peft` are agents of the same name; `parametric` and `sdbats` plan as `heft` and `heft-deviation`
 * do; `exact` may take seconds for one plan.
 */
const NOT_STATIC = ['heft', 'cpop', 'peft', 'parametric', 'sdbats', 'exact'];

/** Every other planner, those of users included, also is an agent that plans once and follows its plan. */
planners.each((spec) => {
  const id = `static-${spec.id}`;
  if (NOT_STATIC.includes(spec.id) || agents.has(id)) return;
  agents.register({
    id,
    description: `${spec.description}: planned once, then followed`,
    tags: [...new Set(['planner', 'static', ...spec.tags])],
    oracle: false,
    plays: ['dag'],
    create: (options) => new Replan(id, spec.create(options)),
  });
});

/**
 * Benchmarks of static scheduling: tasks per second of whole plans (ranks, placement, the schedule as arrays) from 50 to
 * 100 000 tasks on 4 to 256 processors. The baseline is HEFT with objects and arrays on the same problem; at every size
 * where it runs its makespan must be equal. `time` is one plan; `growth` is time by edges × processors, which stays
 * level where cost is linear in it. The recorded instances are timed where their folder lies beside the project, and
 * their makespans must be reproduced. The largest sizes are measured in one round.
 */
import '../../../agents/index.js';
import { existsSync } from 'node:fs';
import { ensure } from '../../error.js';
import { makePlanner } from '../../registry.js';
import { notice } from '../output.js';
import { type BenchArea, type BenchContext, type BenchLine, measureRate } from './case.js';
import { type LayeredSize, layeredProblem, recordedProblems } from './dag-instances.js';
import { PlainHeft } from './plain-dag.js';

const SIZES: readonly LayeredSize[] = [
  { tasks: 50, processors: 4 },
  { tasks: 100, processors: 16 },
  { tasks: 500, processors: 16 },
  { tasks: 1_000, processors: 4 },
  { tasks: 1_000, processors: 16 },
  { tasks: 1_000, processors: 16, equalLinks: true },
  { tasks: 1_000, processors: 16, contention: 'one-port' },
  { tasks: 1_000, processors: 64 },
  { tasks: 1_000, processors: 256 },
  { tasks: 5_000, processors: 4 },
  { tasks: 5_000, processors: 16 },
  { tasks: 5_000, processors: 64 },
  { tasks: 20_000, processors: 16 },
  { tasks: 100_000, processors: 4 },
  { tasks: 100_000, processors: 16 },
  { tasks: 100_000, processors: 64 },
  { tasks: 100_000, processors: 256 },
];

const PLANNERS = ['heft', 'cpop', 'peft', 'min-min'] as const;
const MOST_PLAIN_TASKS = 20_000; // the plain search for gaps is quadratic
const LARGE_COSTS = 1_000_000; // tasks × processors above which one round must do
const RECORDED = '../shared/goldens/dag';

function nameOf({ tasks, processors, equalLinks, contention }: LayeredSize): string {
  const further = [equalLinks ? 'equal links' : '', contention ?? ''].filter((text) => text !== '');
  return [`${tasks} × ${processors}`, ...further].join(', ');
}

/** Further figures of a rate in tasks per second. */
function emitTimes(line: BenchLine, tasks: number, { emit }: BenchContext): void {
  const plain = line.baseline === null ? null : (1000 * tasks) / line.baseline;
  const value = (1000 * tasks) / line.value;
  emit({ ...line, metric: 'time', value, unit: 'ms/plan', baseline: plain });
}

async function generated(context: BenchContext): Promise<void> {
  for (const size of SIZES) {
    const problem = layeredProblem(size);
    const large = problem.cost.length > LARGE_COSTS;
    const reference = size.tasks <= MOST_PLAIN_TASKS && size.contention === undefined ? new PlainHeft(problem) : null;
    for (const id of PLANNERS) {
      if (size.contention !== undefined && id !== 'heft') continue;
      const planner = makePlanner(id);
      const plain = id === 'heft' ? reference : null;
      if (plain !== null) {
        const [own, other] = [planner.plan(problem).makespan, plain.plan()];
        ensure(own === other, `bench: dag: ${id} gives ${own} on ${nameOf(size)}, the plain reference ${other}`);
      }
      const line = await measureRate(
        {
          area: 'dag',
          case: `${nameOf(size)}, ${id}`,
          unit: 'tasks/s',
          work: size.tasks,
          run: () => void planner.plan(problem),
          ...(plain === null ? {} : { baseline: () => void plain.plan() }),
        },
        large ? { ...context, timeMs: 1 } : context,
      );
      emitTimes(line, size.tasks, context);
      const value = (1e9 * size.tasks) / line.value / (problem.successor.length * size.processors);
      const figure = { metric: 'growth', value, unit: 'ns/(edges × processors)', baseline: null, ratio: null };
      context.emit({ ...line, ...figure });
    }
  }
}

async function recorded(context: BenchContext): Promise<void> {
  if (!existsSync(RECORDED)) {
    notice(`dag: ${RECORDED} is not there, the recorded instances are skipped`);
    return;
  }
  for (const { name, problem, makespans } of recordedProblems(RECORDED)) {
    for (const commAverage of ['pairs', 'saga', 'paper'] as const) {
      const wanted = makespans[`HEFT@${commAverage}`];
      const { makespan } = makePlanner('heft', { commAverage }).plan(problem);
      ensure(
        Math.abs(makespan - wanted) <= 1e-9 * wanted,
        `bench: dag: heft (${commAverage}) gives ${makespan} on ${name}, recorded is ${wanted}`,
      );
    }
    const planner = makePlanner('heft');
    const plain = new PlainHeft(problem);
    const line = await measureRate(
      {
        area: 'dag',
        case: `recorded ${name}, heft`,
        unit: 'tasks/s',
        work: problem.taskCount,
        run: () => void planner.plan(problem),
        baseline: () => void plain.plan(),
      },
      context,
    );
    emitTimes(line, problem.taskCount, context);
  }
}

export const dagBench: BenchArea = {
  name: 'dag',
  description: 'plans of HEFT, CPOP, PEFT and Min-Min from 50 to 100 000 tasks on 4 to 256 processors',
  async run(context) {
    await generated(context);
    await recorded(context);
  },
};

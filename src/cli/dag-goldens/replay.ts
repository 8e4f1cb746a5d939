/**
 * Replays what is recorded for one instance: each algorithm by its planner from the registry, each key figure by the
 * planning kit. What cannot be compared (no planner of that name, a program that does not repeat itself) is not
 * dropped but counted under its reason.
 */
import { ArenaError } from '../../error.js';
import type { DagProblem, Planner } from '../../planner.js';
import { planners } from '../../registry.js';
import type { ConformanceCase } from '../../report/conformance.js';
import { OTHER_PROGRAMS, type PlannerChoice, plannerOf, SAGA_PROGRAMS } from './algorithms.js';
import { fault, figureDifferences, lengthDifference, OTHER_LIBRARY, runDifference } from './compare.js';
import type { RecordedInstance, RunRecord } from './formats.js';
import { givesUnderOtherNumbers } from './renumbering.js';

/** A case that may have been left out, with the reason as its difference. */
export interface ReplayedCase extends ConformanceCase {
  readonly skipped?: boolean;
}

/** The first difference, the empty text if none; nothing if the case has been left out instead. */
type Comparison = (planner: Planner, choice: PlannerChoice) => string | undefined;

/** The recordings of one file. */
export class GoldenReplay {
  readonly cases: ReplayedCase[] = [];
  private readonly skips = new Map<string, number>(); // "algorithm: reason" → recordings
  private readonly built = new Map<string, Planner>(); // planner and options → planner

  /** All recordings of one instance. */
  replay(recorded: RecordedInstance, problem: DagProblem): void {
    const { id, plainAverage, runs, saga, figures } = recorded;
    const { optimal, published = {} } = figures;
    for (const [name, difference] of figureDifferences(problem, figures)) this.report(`${id} ${name}`, difference);
    for (const [name, run] of Object.entries(runs)) {
      const other = Object.hasOwn(OTHER_PROGRAMS, name) ? OTHER_PROGRAMS[name] : undefined;
      const choice = other ?? plannerOf(name, plainAverage);
      this.compare(`${id} ${name}`, name, choice, (planner) => {
        const own = planner.plan(problem);
        const difference = other
          ? lengthDifference(run.makespan, own.makespan, OTHER_LIBRARY)
          : runDifference(run, own);
        return fault(problem, own, optimal) || difference;
      });
    }
    for (const [name, makespan] of Object.entries(published)) {
      this.compare(`${id} published ${name}`, `published ${name}`, plannerOf(name, plainAverage), (planner) =>
        runDifference({ makespan }, planner.plan(problem)),
      );
    }
    if (optimal !== undefined)
      this.compare(`${id} optimal`, 'optimal', { planner: 'exact', options: {} }, (planner) => {
        const own = planner.plan(problem);
        return fault(problem, own) || runDifference({ makespan: optimal }, own);
      });
    for (const [name, run] of Object.entries(saga)) this.replaySaga(id, name, run, problem);
  }

  /** One case for every reason, after all others. */
  finish(): readonly ReplayedCase[] {
    for (const [what, count] of this.skips) {
      const separator = what.indexOf(': ');
      const [name, reason] = [what.slice(0, separator), what.slice(separator + 2)];
      const difference = `${count} recording${count === 1 ? '' : 's'}: ${reason}`;
      this.cases.push({ name, passed: false, skipped: true, difference });
    }
    return this.cases;
  }

  /** An instance that could not be found. */
  missing(id: string, where: string): void {
    this.report(id, `its instance is ${where}`);
  }

  private replaySaga(id: string, name: string, run: RunRecord, problem: DagProblem): void {
    const label = `saga ${name}`;
    const known = Object.hasOwn(SAGA_PROGRAMS, name) ? SAGA_PROGRAMS[name] : undefined;
    const reason = whyNotCompared(run, known);
    if (reason !== '') this.skip(label, reason);
    else
      this.compare(`${id} ${label}`, label, known as PlannerChoice | undefined, (planner, choice) => {
        const own = planner.plan(problem);
        const difference = fault(problem, own) || lengthDifference(run.makespan, own.makespan, OTHER_LIBRARY);
        if (!difference || !choice.tiesMayDiffer) return difference;
        if (!givesUnderOtherNumbers(planner, problem, run.makespan, OTHER_LIBRARY)) return difference;
        this.skip(label, `exact ties decide ${id}: with other numbers for tasks and processors it comes out`);
        return undefined;
      });
  }

  /** Plans and reports; `differ` gives the first difference, or nothing if it has reported by itself. */
  private compare(name: string, label: string, choice: PlannerChoice | undefined, differ: Comparison): void {
    if (choice === undefined) this.skip(label, 'no planner goes by this name');
    else if (!planners.has(choice.planner)) this.skip(label, `planner "${choice.planner}" is not registered`);
    else {
      const difference = this.attempt(choice, differ);
      if (difference !== undefined) this.report(name, difference);
    }
  }

  private attempt(choice: PlannerChoice, differ: Comparison): string | undefined {
    try {
      return differ(this.plannerFor(choice), choice);
    } catch (error) {
      if (error instanceof ArenaError) return error.message;
      throw error;
    }
  }

  private plannerFor({ planner, options }: PlannerChoice): Planner {
    const key = `${planner} ${JSON.stringify(options)}`;
    const built = this.built.get(key) ?? planners.get(planner).create({ ...options });
    this.built.set(key, built);
    return built;
  }

  private report(name: string, difference: string): void {
    this.cases.push(difference ? { name, passed: false, difference } : { name, passed: true });
  }

  private skip(label: string, reason: string): void {
    const key = `${label}: ${reason}`;
    this.skips.set(key, (this.skips.get(key) ?? 0) + 1);
  }
}

/** Why a run of the SAGA library is not compared; the empty text if it is. */
function whyNotCompared({ stable, complete }: RunRecord, known: PlannerChoice | string | undefined): string {
  if (typeof known === 'string') return known;
  if (stable === false) return 'not stable: the makespan depends on a hash seed';
  return complete === false ? 'not complete: tasks are missing' : '';
}

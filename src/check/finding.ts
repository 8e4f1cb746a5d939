/**
 * What a checker found. An error breaks the contract; a warning will surprise somebody; information is what a
 * reader of the report wants to know. Checkers return findings and never print.
 */
export type FindingLevel = 'error' | 'warning' | 'info';

/** The checks by name, in the order of the report. */
export const CHECKS = Object.freeze({
  types: 'the environment has every member of the contract, with the right type',
  spaces: 'spaces are well formed and stay constant',
  reset: 'reset accepts seeds and options and returns an observation and an info record',
  step: 'step returns its five parts; rewards are finite',
  render: 'render returns what its mode promises',
  close: 'close may be called twice',
  aliasing: 'observations and results stay as they were, unless aliasing is declared',
  replay: 'same seed and same actions give the same episodes',
  interleaving: 'two instances side by side behave as each alone',
  generator: 'the state (its generator included) is the same at every step of a replay',
  membership: 'every observation is in the observation space',
  ending: 'episodes end, and within the declared number of steps, unless declared continuing',
  order: 'step before reset and after the end is refused',
  mask: 'allowed actions are accepted, others are refused and change nothing',
  influence: 'different actions, and different seeds, lead somewhere different',
  info: 'info records have stable keys and are plain JSON',
  roundTrip: 'the configuration rebuilds the same environment',
  snapshot: 'snapshots and forks replay identically and disturb nothing',
  invariants: 'time never decreases and conservation laws hold',
  heap: 'memory does not grow over many resets',
  speed: 'steps per second',
});

export type CheckName = keyof typeof CHECKS;

export interface Finding {
  readonly level: FindingLevel;
  readonly check: CheckName;
  readonly message: string;
}

/** What the agent checker found. */
export interface AgentFinding {
  readonly level: FindingLevel;
  readonly check: 'types' | 'legal' | 'propose' | 'deterministic' | 'view' | 'snapshot';
  readonly message: string;
}

/** Collects findings; the same one is kept once, and no check floods the list. */
export class Findings {
  private readonly seen = new Set<string>();
  private readonly perCheck = new Map<string, number>();
  readonly list: Finding[] = [];

  error(check: CheckName, message: string): void {
    this.add({ level: 'error', check, message });
  }

  warning(check: CheckName, message: string): void {
    this.add({ level: 'warning', check, message });
  }

  info(check: CheckName, message: string): void {
    this.add({ level: 'info', check, message });
  }

  /** Runs one part of a check; whatever it throws is an error of that check. */
  guard(check: CheckName, body: () => void): void {
    try {
      body();
    } catch (thrown) {
      this.error(check, `threw ${describeThrown(thrown)}`);
    }
  }

  /** Errors first, then warnings, then information; within a level in the order of {@link CHECKS}. */
  sorted(): readonly Finding[] {
    const levels: readonly FindingLevel[] = ['error', 'warning', 'info'];
    const order = Object.keys(CHECKS);
    const rank = (finding: Finding) => levels.indexOf(finding.level) * order.length + order.indexOf(finding.check);
    return [...this.list].sort((a, b) => rank(a) - rank(b));
  }

  private add(finding: Finding): void {
    const text = `${finding.level}|${finding.check}|${finding.message}`;
    const kind = `${finding.level}|${finding.check}`;
    const count = this.perCheck.get(kind) ?? 0;
    if (this.seen.has(text) || count >= MOST_PER_CHECK) return;
    this.seen.add(text);
    this.perCheck.set(kind, count + 1);
    this.list.push(finding);
  }
}

/** Findings of one level that one check may report. */
const MOST_PER_CHECK = 5;

/** An error in one line. */
export function describeThrown(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}

/**
 * How a training run shows where it stands: on a terminal one line that is rewritten (listr2), elsewhere a plain line now
 * and then; a line of its own for every validation in both. All of it goes to standard error.
 */
import { monotonicMs } from '../clock.js';
import { formatDuration, formatNumber } from '../report/quantity.js';
import type { TrainingLine } from '../train/training-log.js';
import { notice } from './output.js';

const PLAIN_INTERVAL = 2_000; // milliseconds between plain lines
const RECENT = 20; // iterations that the remaining time is estimated from

export interface TrainingProgress {
  line(line: TrainingLine): void;
  /** Resolves when the display is gone. */
  end(): Promise<void>;
}

/** Figures in the order in which they are shown, where an algorithm reports them. */
const FIGURES: readonly (readonly [name: string, label: string])[] = [
  ['charts/episodic_return', 'return'],
  ['losses/loss', 'loss'],
  ['losses/policy_loss', 'policy'],
  ['losses/value_loss', 'value'],
  ['losses/entropy', 'entropy'],
  ['losses/approx_kl', 'KL'],
  ['losses/explained_variance', 'expl. var.'],
];

/** Speed and remaining time from the durations of recent iterations. */
export class Pace {
  private readonly recent: { readonly seconds: number; readonly decisions: number }[] = [];
  private evaluations = 0;
  private evaluationSeconds = 0;
  private decisions = -1; // at the last line
  private readonly iterations: number;
  private readonly evaluateEvery: number;

  constructor({ iterations, evaluateEvery }: { readonly iterations: number; readonly evaluateEvery: number }) {
    this.iterations = iterations;
    this.evaluateEvery = evaluateEvery;
  }

  add({ time, decisions, validation, iteration }: TrainingLine): void {
    if (validation !== undefined) {
      this.evaluations++;
      this.evaluationSeconds += time.evaluation ?? 0;
    }
    if (iteration > 0) {
      const before = this.decisions < 0 ? decisions : this.decisions; // a resumed run starts in the middle
      this.recent.push({ seconds: time.iteration ?? 0, decisions: decisions - before });
      if (this.recent.length > RECENT) this.recent.shift();
    }
    this.decisions = decisions;
  }

  /** Trained decisions a second; NaN before the first iteration. */
  get rate(): number {
    const seconds = this.recent.reduce((sum, entry) => sum + entry.seconds, 0);
    return seconds > 0 ? this.recent.reduce((sum, entry) => sum + entry.decisions, 0) / seconds : Number.NaN;
  }

  /** Seconds until the last iteration is done; NaN before the first. */
  remaining(iteration: number): number {
    if (this.recent.length === 0) return Number.NaN;
    const each = this.recent.reduce((sum, entry) => sum + entry.seconds, 0) / this.recent.length;
    const left = this.iterations - iteration;
    const evaluation = this.evaluations > 0 ? this.evaluationSeconds / this.evaluations : 0;
    return left * each + Math.ceil(left / this.evaluateEvery) * evaluation;
  }
}

/** The figures of a line as people read them. */
export function describeLine({ iteration, report }: TrainingLine, { iterations, pace }: Described): string {
  const figures = FIGURES.flatMap(([name, label]) =>
    Number.isFinite(report[name]) ? [`${label} ${formatNumber(report[name], 3)}`] : [],
  );
  const speed = Number.isFinite(pace.rate) ? [`${formatNumber(pace.rate, 3)} decisions/s`] : [];
  const left = pace.remaining(iteration);
  const eta = Number.isFinite(left) && iteration < iterations ? [`${formatDuration(left)} left`] : [];
  return [`${iteration}/${iterations}`, ...figures, ...speed, ...eta].join('  ');
}

interface Described {
  readonly iterations: number;
  readonly pace: Pace;
}

function describeValidation({ iteration, validation, best }: TrainingLine): string {
  return `validation at ${iteration}: ${formatNumber(validation!.score, 5)} of the reference's cost${best ? ', the best so far' : ''}`;
}

export interface ProgressOptions {
  readonly title: string;
  readonly iterations: number;
  readonly evaluateEvery: number;
}

function plainProgress(options: ProgressOptions): TrainingProgress {
  const { title, iterations } = options;
  const pace = new Pace(options);
  let last = Number.NEGATIVE_INFINITY;
  return {
    line(line) {
      pace.add(line);
      if (line.validation) notice(`${title}  ${describeValidation(line)}`);
      const due = monotonicMs() - last >= PLAIN_INTERVAL || line.iteration === iterations;
      if (line.iteration === 0 || !due) return;
      last = monotonicMs();
      notice(`${title}  ${describeLine(line, { iterations, pace })}`);
    },
    async end() {},
  };
}

/** One live line, and above it what the last validations said. */
async function liveProgress(options: ProgressOptions): Promise<TrainingProgress> {
  const { Listr } = await import('listr2');
  const { title, iterations } = options;
  const pace = new Pace(options);
  // the list starts its task when it pleases: what is told before is kept, and an early end is heeded
  let text = title;
  let output: string | undefined;
  let show = () => {};
  let finish: (() => void) | undefined;
  let over = false;
  let done = false;
  const list = new Listr(
    [
      {
        title,
        task: (_context, task) =>
          new Promise<void>((resolve, reject) => {
            show = () => {
              task.title = text;
              if (output) task.output = output;
            };
            finish = () => (done ? resolve() : reject(new Error('stopped')));
            show();
            if (over) finish();
          }),
        rendererOptions: { outputBar: 3, persistentOutput: true },
      },
    ],
    { registerSignalListeners: false, exitOnError: false, rendererOptions: { showErrorMessage: false } },
  );
  const shown = list.run().catch(() => undefined);
  return {
    line(line) {
      pace.add(line);
      done = line.iteration >= iterations;
      if (line.iteration > 0) text = `${title}  ${describeLine(line, { iterations, pace })}`;
      output = line.validation ? describeValidation(line) : undefined;
      show();
    },
    async end() {
      over = true;
      finish?.();
      await shown;
    },
  };
}

/** The display that suits the output. */
export async function showTraining(options: ProgressOptions): Promise<TrainingProgress> {
  return process.stdout.isTTY && process.stderr.isTTY ? liveProgress(options) : plainProgress(options);
}

/** A recorded schedule: one row per task that ran, growing while an episode goes on. Rows are in order of ending. */
import type { ScheduleTrace } from '../../src/env.js';
import type { SocSimulator } from './simulator.js';

const COLUMNS = 6; // task, job, processor, inputs there, start, finish

export class SocTrace {
  private readonly simulator: SocSimulator;
  private rows: number[] = []; // COLUMNS numbers a row
  private labels: number[] = []; // [row] task row of the model

  constructor(simulator: SocSimulator) {
    this.simulator = simulator;
  }

  clear(): void {
    this.rows.length = 0;
    this.labels.length = 0;
  }

  /** A task has ended. */
  executed(cell: number): void {
    this.add(this.rows, this.labels, cell, this.simulator.state.finish[cell]);
  }

  save(): { readonly rows: Float64Array; readonly labels: Int32Array } {
    return { rows: Float64Array.from(this.rows), labels: Int32Array.from(this.labels) };
  }

  load(saved: { readonly rows: Float64Array; readonly labels: Int32Array }): void {
    this.rows = Array.from(saved.rows);
    this.labels = Array.from(saved.labels);
  }

  /** The schedule so far; what still runs has finish NaN. */
  read(): ScheduleTrace {
    const { model, state } = this.simulator;
    const rows = [...this.rows];
    const labels = [...this.labels];
    for (const cell of state.running) if (cell >= 0) this.add(rows, labels, cell, Number.NaN);
    const length = labels.length;
    const column = (index: number) => Float64Array.from({ length }, (_, row) => rows[row * COLUMNS + index]);
    return {
      timeUnit: { name: model.platform.timeUnit, seconds: model.tickSeconds },
      resources: model.processorNames,
      length,
      task: Int32Array.from(column(0)),
      job: Int32Array.from(column(1)),
      resource: Int32Array.from(column(2)),
      ready: column(3),
      start: column(4),
      finish: column(5),
      label: labels.map((u) => model.taskName[u]),
      jobLabel: labels.map((u) => model.templates[model.rowTemplate[u]].name),
    };
  }

  private add(rows: number[], labels: number[], cell: number, finish: number): void {
    const { model, state } = this.simulator;
    const row = Math.floor(cell / model.taskCapacity);
    const index = cell - row * model.taskCapacity;
    rows.push(state.jobFirstTask[row] + index, state.jobId[row], state.processor[cell]);
    rows.push(state.inputsAt[cell], state.start[cell], finish);
    labels.push(model.taskStart[state.jobTemplate[row]] + index);
  }
}

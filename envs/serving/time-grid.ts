/**
 * A grid of equal steps over a window of time, and how recorded values are put on it: the mean over a step of what was
 * going on (batches, weighted by how long they ran in it), or the largest value of a gauge that holds from one reading
 * to the next. So a long run is drawn from a few hundred points and no peak is lost.
 */
export class TimeGrid {
  readonly from: number;
  readonly until: number;
  readonly points: number;
  readonly time: Float64Array; // [point] beginning of each step
  private readonly step: number;

  constructor(window: { readonly from: number; readonly until: number; readonly points: number }) {
    this.from = window.from;
    this.until = window.until;
    this.points = window.points;
    this.step = (this.until - this.from) / this.points;
    this.time = Float64Array.from({ length: this.points }, (_, point) => this.from + point * this.step);
  }

  /** Adds `value` during [start, finish) to the means of a series [point]. */
  addMean(series: Float64Array, value: number, span: { readonly start: number; readonly finish: number }): void {
    const start = Math.max(span.start, this.from);
    const finish = Math.min(span.finish, this.until);
    if (!(finish > start) || value === 0) return;
    const last = Math.min(this.points - 1, Math.floor((finish - this.from) / this.step));
    for (let point = this.pointAt(start); point <= last; point++) {
      const begin = this.from + point * this.step;
      const within = Math.min(finish, begin + this.step) - Math.max(start, begin);
      if (within > 0) series[point] += (value * within) / this.step;
    }
  }

  /** Raises a series [point] to a gauge that has `value` during [start, finish]. */
  addPeak(series: Float64Array, value: number, span: { readonly start: number; readonly finish: number }): void {
    if (span.finish < this.from || span.start > this.until) return;
    const last = this.pointAt(Math.min(span.finish, this.until));
    for (let point = this.pointAt(Math.max(span.start, this.from)); point <= last; point++) {
      if (value > series[point]) series[point] = value;
    }
  }

  private pointAt(time: number): number {
    return Math.min(this.points - 1, Math.floor((time - this.from) / this.step));
  }
}

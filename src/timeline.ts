/**
 * What happened inside an environment over time, for pages and traces: gauges of every lane (an instance, a machine),
 * the slices of work that it ran, and what became of each item (a request, a job). Plain columns that any environment
 * can fill; times are in the timeline's unit and ascend where nothing else is said.
 */

/** A quantity of every lane on the common time grid; it holds from one point to the next. */
export interface TimelineSeries {
  readonly name: string;
  readonly values: readonly Float64Array[]; // [lane][point]
}

/** Series that are drawn together. */
export interface TimelinePanel {
  readonly title: string;
  readonly unit: string;
  /** Whether the series add up, and are drawn on top of each other. */
  readonly stacked: boolean;
  /** Logarithmic beyond 1, where series of very different sizes stand together; default linear. */
  readonly scale?: 'linear' | 'symlog';
  readonly series: readonly TimelineSeries[];
  /** What the series can reach at most, e.g. memory: [lane]; absent = nothing worth a line. */
  readonly capacity?: Float64Array;
}

/** Pieces of work of the lanes, e.g. batches. */
export interface TimelineSlices {
  readonly count: number;
  readonly lane: Int32Array; // [slice]
  readonly start: Float64Array; // [slice]
  readonly finish: Float64Array; // [slice]
  readonly label: (slice: number) => string;
  /** Numbers told of every slice. */
  readonly facts: readonly { readonly name: string; readonly values: ArrayLike<number> }[]; // values [slice]
  /** Gauges read at the finish of every slice. */
  readonly gauges: readonly { readonly name: string; readonly values: ArrayLike<number> }[]; // values [slice]
}

/** What items went through, e.g. waiting, prefill, decode; the spans of an item do not overlap. */
export interface TimelineSpans {
  readonly kinds: readonly string[];
  readonly count: number;
  readonly item: Int32Array; // [span]
  readonly lane: Int32Array; // [span] where it was; −1 = nowhere yet
  readonly kind: Uint8Array; // [span] index in kinds
  readonly start: Float64Array; // [span]
  readonly finish: Float64Array; // [span]
}

/** Moves of an item from one lane to another. */
export interface TimelineMoves {
  readonly count: number;
  readonly item: Int32Array; // [move]
  readonly fromLane: Int32Array; // [move]
  readonly fromTime: Float64Array; // [move] end of its last slice there
  readonly toLane: Int32Array; // [move]
  readonly toTime: Float64Array; // [move] start of its first slice there
}

/** One row per item, everything known of it. */
export interface TimelineRecords {
  readonly count: number;
  readonly columns: readonly { readonly name: string; readonly values: ArrayLike<number | string> }[]; // values [row]
}

export interface Timeline {
  readonly timeUnit: { readonly name: string; readonly seconds: number };
  readonly from: number;
  readonly until: number;
  readonly lanes: readonly string[];
  /** What an item is called, e.g. `request`. */
  readonly itemName: string;
  readonly time: Float64Array; // [point] beginning of each step of the panels' series; the last one ends at `until`
  readonly panels: readonly TimelinePanel[];
  readonly slices: TimelineSlices;
  readonly spans: TimelineSpans;
  readonly moves: TimelineMoves;
  readonly records: TimelineRecords;
}

/** Which part of the time, and in how many points. */
export interface TimelineOptions {
  readonly fromSeconds?: number; // default 0
  readonly untilSeconds?: number; // default the end
  readonly points?: number; // default 400
}

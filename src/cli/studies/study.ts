/**
 * What a study of published results is: simulations over many seeds, their tables and charts, what was published beside
 * what came out here, and an account of the differences whose every figure is computed. A study is registered in
 * `index.ts` and run by `sched-arena study <id>`.
 */
import type { Chart } from '../../report/charts.js';
import type { Json } from '../../space/space.js';

export interface StudyOptions {
  /** Test seeds per cell, ≥ 2: intervals are taken over them. */
  readonly seeds: number;
  /** Shorter episodes: a quick look, not the result. */
  readonly quick: boolean;
  /** Worker threads; 0 = the calling thread; absent = the cores available. */
  readonly workers?: number;
  /** URLs of the modules that register environments and agents, for worker threads. */
  readonly modules: readonly string[];
  /** Told now and then how far the study is. */
  readonly progress: (done: number, of: number) => void;
}

/** A table of ready-made texts. */
export interface StudyTable {
  readonly id: string; // unique within the study
  readonly title: string;
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly numeric: boolean }[];
  readonly rows: readonly (readonly string[])[]; // one text per column
}

/** One published number beside ours. */
export interface PublishedComparison {
  readonly claim: string; // what is compared
  readonly published: string;
  readonly ours: string;
  readonly verdict: string; // in a few words: agrees, weaker, not run, …
  readonly source: string;
}

export interface StudyResult {
  readonly title: string;
  /** What was simulated, in one paragraph. */
  readonly introduction: string;
  /** Everything that determines the result; its hash identifies it. */
  readonly settings: Json;
  readonly tables: readonly StudyTable[];
  readonly charts: readonly Chart[];
  /** Empty where nothing was published. */
  readonly published: readonly PublishedComparison[];
  /** Heading of the account; default {@link ACCOUNT_TITLE}. */
  readonly accountTitle?: string;
  /** Where ours differ and why: one entry a paragraph, figures computed from the data. */
  readonly account: readonly string[];
  /** The numbers behind tables and charts; plain JSON. */
  readonly data: Json;
}

export const ACCOUNT_TITLE = 'Where ours differ, and why';

export interface Study {
  readonly id: string;
  readonly description: string; // one line
  /** The settings of a run with these options, without running it. */
  settings(options: Pick<StudyOptions, 'seeds' | 'quick'>): Json;
  run(options: StudyOptions): Promise<StudyResult>;
}

/** The one choice that the published static schedulers leave open: how transfers are averaged before placement. */
import type { CommunicationAverage } from './averages.js';

export interface PlannerOptions {
  readonly communicationAverage: CommunicationAverage;
}

/** As printed in the papers: mean start-up time plus volume by mean bandwidth. */
export const DEFAULT_PLANNER_OPTIONS: PlannerOptions = Object.freeze({ communicationAverage: 'paper' });

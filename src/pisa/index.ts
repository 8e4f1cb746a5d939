/** Adversarial search for instances on which one planner loses to another. */
export {
  type Candidate,
  type CandidateSpace,
  candidateInstance,
  DEFAULT_CANDIDATE_SPACE,
  randomCandidate,
} from './candidate.js';
export type { StepKind } from './moves.js';
export {
  type Adversary,
  checkPisaOptions,
  DEFAULT_PISA,
  type Duel,
  type PisaOptions,
  searchAdversary,
} from './search.js';

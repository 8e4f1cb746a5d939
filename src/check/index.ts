/** The checkers: re-exports only. */
export { type CheckAgentOptions, checkAgent, DEFAULT_CHECK_AGENT_OPTIONS } from './check-agent.js';
export { checkEnv, errorsOf } from './check-env.js';
export { digest } from './digest.js';
export { type AgentFinding, CHECKS, type CheckName, type Finding, type FindingLevel } from './finding.js';
export { type CheckEnvOptions, DEFAULT_CHECK_ENV_OPTIONS } from './options.js';

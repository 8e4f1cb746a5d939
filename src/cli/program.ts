/** The commands, put together. */
import { Command } from 'commander';
import { packageManifest } from '../report/package-root.js';
import { collect, withExamples } from './arguments.js';
import { addBenchCommand } from './bench.js';
import { addCapacityCommand } from './capacity.js';
import { addCheckCommand } from './check.js';
import { addConformanceCommand } from './conformance.js';
import { addCurvesCommand } from './curves.js';
import { addExportCommand } from './export.js';
import { addFetchCommand } from './fetch.js';
import { addLeaderboardCommand } from './leaderboard.js';
import { addListCommand } from './list.js';
import { addPisaCommand } from './pisa.js';
import { addPlanCommand } from './plan.js';
import { addRatiosCommand } from './ratios.js';
import { addRunCommand } from './run.js';
import { addSeedMeansCommand } from './seed-means.js';
import { addStudyCommand } from './study.js';
import { addTimelineCommand } from './timeline.js';
import { addTrainCommand } from './train.js';
import { addExportWeightsCommand } from './train-export.js';
import { addValidateCommand } from './validate.js';
import { addVerifyCommand } from './verify.js';

/** The program with all its commands; it throws instead of ending the process. */
export function createProgram(): Command {
  const program = new Command('sched-arena')
    .description('Schedulers compete in exact, fast environments; the leaderboard is honest.')
    .version(packageManifest().version, '-V, --version')
    .option('--import <module>', 'a module that registers environments or agents; may be repeated', collect)
    .showSuggestionAfterError(true)
    .exitOverride();
  addListCommand(program);
  addRunCommand(program);
  addLeaderboardCommand(program);
  addPlanCommand(program);
  addValidateCommand(program);
  addRatiosCommand(program);
  addPisaCommand(program);
  addVerifyCommand(program);
  addCheckCommand(program);
  addCapacityCommand(program);
  addStudyCommand(program);
  addConformanceCommand(program);
  addBenchCommand(program);
  addExportCommand(program);
  addFetchCommand(program);
  addSeedMeansCommand(program);
  addTimelineCommand(program);
  addTrainCommand(program);
  addCurvesCommand(program);
  addExportWeightsCommand(program);
  return withExamples(
    program,
    'list',
    'run soc/wifi-rx --agent etf',
    'leaderboard --seeds 20',
    'check soc/wifi-rx',
    'conformance published',
  ) as Command;
}

#!/usr/bin/env node
/** The command line `sched-arena`: parses, runs one command, and ends the process as scripts expect. */
import { CommanderError } from 'commander';
import { EXIT_REFUSED, errorLine, notice } from './output.js';
import { createProgram } from './program.js';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0); // the reader has seen enough
  throw error;
});

try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  // commander has printed its own line already
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : EXIT_REFUSED;
  else {
    notice(errorLine(error));
    process.exitCode = EXIT_REFUSED;
  }
}

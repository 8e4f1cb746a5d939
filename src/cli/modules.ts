/**
 * What the command line knows: the environments and agents of this package, and whatever modules the user names with
 * `--import`. The same list goes to worker threads, so that they know the same ids, and the names go to the manifest of
 * a run, so that resuming and verifying it finds them again.
 */
import { existsSync } from 'node:fs';
import { basename, isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { ArenaError, ensure } from '../error.js';
import { notice } from './output.js';

const OWN_MODULES = ['../../envs/index.js', '../../agents/index.js'];

/** A path or package name as something `import` takes everywhere. */
function moduleUrl(given: string): string {
  if (existsSync(given)) return pathToFileURL(resolve(given)).href;
  if (/^[./]|\.[cm]?[jt]s$/.test(given)) throw new ArenaError(`--import ${given}: there is no such file`);
  try {
    return import.meta.resolve(given);
  } catch {
    throw new ArenaError(`--import ${given}: there is no such file or package`);
  }
}

/** Imports everything that registers itself and returns the URLs. Errors: a module that is missing or broken. */
export async function loadModules(imports: readonly string[]): Promise<string[]> {
  const own = OWN_MODULES.map((path) => new URL(path, import.meta.url).href);
  const given = imports.map(moduleUrl);
  for (const url of own) await import(url);
  for (const [i, url] of given.entries()) {
    try {
      await import(url);
    } catch (error) {
      if (error instanceof ArenaError) throw error;
      throw new ArenaError(`--import ${imports[i]}: ${(error as Error).message}`);
    }
  }
  return [...own, ...given];
}

/**
 * How a manifest names a module: a file by its path from the working folder, one elsewhere that was given by an absolute
 * path by its last part (a manifest must not tell where somebody's home is), a package by its name.
 */
export function recordedName(given: string): string {
  if (!existsSync(given)) return given;
  const path = relative('.', given).split(sep).join('/');
  if (path.startsWith('../')) return isAbsolute(given) ? basename(given) : path;
  return `./${path}`;
}

function isMissing(recorded: string): boolean {
  try {
    moduleUrl(recorded);
    return false;
  } catch {
    return true;
  }
}

/** The modules that a run was made with and that may now be given from elsewhere. */
export interface RunModules {
  readonly path: string; // the run folder
  readonly recorded: readonly string[]; // names from its manifest
}

/**
 * Like {@link loadModules}, for a run made before: also imports its recorded modules, but for those of which one with the
 * same file name is given. Errors: a recorded module is nowhere.
 */
export async function loadRunModules(imports: readonly string[], run: RunModules): Promise<string[]> {
  const given = new Set(imports.map((name) => basename(name)));
  const others = run.recorded.filter((name) => !given.has(basename(name)));
  const missing = others.filter(isMissing);
  ensure(
    missing.length === 0,
    `run folder ${run.path}: it was made with --import ${missing.join(', --import ')}, not found here (name it again: --import <path>)`,
  );
  if (others.length > 0) notice(`importing ${others.join(', ')}, with which the run was made`);
  return loadModules([...others, ...imports]);
}

/** The modules named with `--import`, wherever on the command line. */
export function importsOf(program: Command): readonly string[] {
  return program.opts<{ import?: readonly string[] }>().import ?? [];
}

/**
 * What the command line knows: the environments and agents of this package, and whatever modules the user names with
 * `--import`. The same list goes to worker threads, so that they know the same ids.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { ArenaError } from '../error.js';

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

/** The modules named with `--import`, wherever on the command line. */
export function importsOf(program: Command): readonly string[] {
  return program.opts<{ import?: readonly string[] }>().import ?? [];
}

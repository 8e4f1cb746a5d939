/**
 * The folder that an option names for output: made level by level, so that the first level that cannot be made is told,
 * and tried before any work is done, so that no result is lost to a folder that cannot be written.
 */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ArenaError, ensure } from '../error.js';

/**
 * Makes an empty folder, and folders of these names in it. Errors: `ArenaError` naming the option, for something that
 * is there already and for what cannot be written.
 */
export function makeFolder(path: string, option: string, inside: readonly string[] = []): void {
  const occupied = existsSync(path) && !(statSync(path).isDirectory() && readdirSync(path).length === 0);
  ensure(!occupied, `${option} ${path}: it exists and is not an empty folder`);
  try {
    makeLevels(resolve(path));
    accessSync(path, constants.W_OK);
    for (const name of inside) mkdirSync(join(path, name));
  } catch (error) {
    throw new ArenaError(`${option} ${path}: cannot be written (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** One level at a time: the recursive call of Node does not return where a level can never be made. */
function makeLevels(path: string): void {
  if (existsSync(path)) return;
  makeLevels(dirname(path));
  mkdirSync(path);
}

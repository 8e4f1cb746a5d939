/** Where this package lies and which version it is: read from its own `package.json`, found upwards from this file. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ArenaError } from '../error.js';

const PACKAGE_NAME = 'sched-arena';

/** The `package.json` of this package. */
export interface PackageManifest {
  readonly root: string; // folder
  readonly name: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

function find(): PackageManifest {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const json = JSON.parse(readFileSync(file, 'utf8')) as Partial<PackageManifest>;
      if (json.name === PACKAGE_NAME) {
        return {
          root: folder,
          name: PACKAGE_NAME,
          version: json.version ?? '0.0.0',
          dependencies: json.dependencies ?? {},
        };
      }
    }
    const parent = dirname(folder);
    if (parent === folder) throw new ArenaError(`${PACKAGE_NAME}: its package.json was not found`);
    folder = parent;
  }
}

let found: PackageManifest | undefined;

/** This package's manifest; read once. */
export function packageManifest(): PackageManifest {
  found ??= find();
  return found;
}

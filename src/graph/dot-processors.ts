/**
 * The processors and links that a DOT graph's own attributes describe, and such attributes for writing. A value is JSON
 * if it begins as JSON does, else a list of words (or one word), so `processors="P0 P1"` and `processors="[\"P 0\"]"` both work.
 */
import type { ArenaError } from '../error.js';
import { type DagInstance, numberedNames, type Processors } from '../plan/instance.js';
import type { DotValue } from './dot-graph.js';
import { kindOf } from './json-source.js';
import { type LinkValues, linkValues, readLinks } from './links.js';
import { amountOf, fault, MOST_PROCESSORS, type Source, shown } from './source.js';

type Values = ReadonlyMap<string, DotValue>;

/** The processors; null when the graph names none and has no costs. `columns` = costs per task, −1 = related machines. */
export function dotProcessors(source: Source, values: Values, columns: number): Processors | null {
  const complain = (key: string, message: string): ArenaError => fault(source, values.get(key)?.line ?? 1, message);
  const listed = values.get('processors');
  if (listed === undefined && columns < 0) return null;
  const names = listed === undefined ? numberedNames('P', columns) : listOf(contentOf(listed.text));
  const m = names.length;
  if (m === 0 || m > MOST_PROCESSORS)
    throw complain('processors', `there are ${m} processors (1…${MOST_PROCESSORS} expected)`);
  if (columns > 0 && m !== columns)
    throw complain('processors', `there are ${m} processors, but ${columns} costs per task`);
  for (let k = 0; k < m; k++) {
    if (typeof names[k] !== 'string' || names[k] === '')
      throw complain('processors', `processor ${k} is ${kindOf(names[k])} (a name is expected)`);
    if (names.indexOf(names[k]) < k) throw complain('processors', `two processors are called ${shown(names[k])}`);
  }
  const links: LinkValues = Object.fromEntries(
    ['bandwidth', 'startup', 'contention'].flatMap((key) =>
      values.has(key) ? [[key, linkOf(key, values.get(key)!.text)]] : [],
    ),
  );
  const speed = readSpeeds(values, { m, related: columns < 0, complain });
  return {
    names: names as string[],
    speed,
    ...readLinks(links, m, ([key], message) => complain(String(key), message)),
  };
}

interface SpeedRules {
  readonly m: number;
  readonly related: boolean;
  readonly complain: (key: string, message: string) => ArenaError;
}

function readSpeeds(values: Values, { m, related, complain }: SpeedRules): Float64Array {
  const speed = new Float64Array(m).fill(1);
  const text = values.get('speed')?.text;
  if (text === undefined || !related) return speed;
  const words = listOf(contentOf(text));
  if (words.length !== m) throw complain('speed', `there are ${words.length} speeds for ${m} processors`);
  words.forEach((word, k) => {
    const value = amountOf(String(word));
    if (!(value > 0)) throw complain('speed', `processor ${k} has speed ${kindOf(word)} (a number > 0 is expected)`);
    speed[k] = value;
  });
  return speed;
}

/** JSON, or else words. */
function contentOf(text: string): unknown {
  if (/^\s*[[{"]/.test(text)) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      // Words that begin like JSON.
    }
  }
  return text.split(/[\s,;]+/).filter((word) => word !== '');
}

function listOf(content: unknown): readonly unknown[] {
  return Array.isArray(content) ? content : [content];
}

/** A number, a matrix, or the name of a contention. */
function linkOf(key: string, text: string): unknown {
  const content = contentOf(text);
  if (key === 'contention' || text.trim() === 'Infinity') return text.trim();
  const [word] = Array.isArray(content) && content.length === 1 ? (content as unknown[]) : [content];
  return typeof word === 'string' && !Number.isNaN(amountOf(word)) ? amountOf(word) : content;
}

/** The graph's attributes for an instance, by name. */
export function dotAttributes({ processors, speed, problem }: DagInstance): [string, string][] {
  const plain = processors.every((name) => /^[\w.:-]+$/.test(name));
  const values: [string, string][] = [
    ['processors', plain ? processors.join(' ') : quotable(JSON.stringify(processors))],
  ];
  if (speed !== null) values.push(['speed', speed.join(' ')]);
  const links = linkValues({ contention: 'none', ...problem }, problem.processorCount);
  for (const [key, value] of Object.entries(links))
    values.push([key, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
  return values;
}

/** JSON text without the signs that must not stand in a quoted text of DOT. */
function quotable(json: string): string {
  const escaped = (sign: string): string =>
    `\\u${sign
      .charCodeAt(sign.length - 1)
      .toString(16)
      .padStart(4, '0')}`;
  return json.replace(/\\["\\]|[\u2028\u2029]/g, escaped);
}

/**
 * Remarks on a file that is no error but perhaps not what its author meant: edges between tasks, and not one of them
 * moves data. Formats that cannot hold volumes get none.
 */
import type { DagContent } from './arena-json.js';
import type { DagFormat } from './dag-file.js';
import { shown } from './source.js';

/** Where each format holds the volume of an edge. */
const VOLUME_PLACE: Readonly<Record<DagFormat, string>> = {
  json: 'the third entry, ["a", "b", 7]',
  dot: 'an attribute volume, data, size or weight, or a label that is a number',
  graphlib: '"value": {"volume": 7}, or "value": 7',
  wfformat: 'the sizes of files that one task writes and the other reads',
  stg: '',
  tgff: 'a table @COMMUN_QUANT with the types of the arcs',
};

const MOST_NAMES = 5; // listed

/** The remarks, each one line. */
export function notesOf(format: DagFormat, { edges, unread = [] }: DagContent): string[] {
  if (format === 'stg' || edges.length === 0 || edges.some(([, , volume]) => volume > 0)) return [];
  const names = unread.slice(0, MOST_NAMES).map(shown).join(', ');
  const ignored = unread.length > 0 ? `, and ${names}${unread.length > MOST_NAMES ? ' …' : ''} is not read` : '';
  const which = edges.length === 1 ? 'the only edge moves no data' : `none of the ${edges.length} edges moves data`;
  return [`${which} (the volume is ${VOLUME_PLACE[format]}${ignored})`];
}

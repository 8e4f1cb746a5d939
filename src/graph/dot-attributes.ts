/**
 * Which attributes of a DOT graph mean something here. Those of Graphviz itself, and unknown ones, are left alone; one
 * that was surely meant to be ours (`vol`, `bandwith`) is refused, for it would silently count for nothing. An amount is a
 * plain number: `7 MB` is refused, because units are not converted.
 */

import type { DotEdge, DotGraph, DotValue } from './dot-graph.js';
import { nearMiss } from './near-miss.js';
import { amountOf, fault, type Source, shown } from './source.js';

type Values = ReadonlyMap<string, DotValue>;

/** What the volume of an edge may be called; the first of them that is given counts, then the label. */
export const VOLUME_KEYS: readonly string[] = ['volume', 'data', 'size', 'weight'];
const NODE_KEYS = ['work', 'weight', 'cost'];
const GRAPH_KEYS = ['processors', 'speed', 'bandwidth', 'startup', 'contention'];

/** Attributes of nodes, edges and graphs that Graphviz defines. */
const GRAPHVIZ = new Set(
  (
    '_background area arrowhead arrowsize arrowtail bb beautify bgcolor center charset class cluster clusterrank color ' +
    'colorscheme comment compound concentrate constraint Damping decorate defaultdist dim dimen dir diredgeconstraints ' +
    'distortion dpi edgehref edgetarget edgetooltip edgeURL epsilon esep fillcolor fixedsize fontcolor fontname fontnames ' +
    'fontpath fontsize forcelabels gradientangle group head_lp headclip headhref headlabel headport headtarget ' +
    'headtooltip headURL height href id image imagepath imagepos imagescale inputscale K label label_scheme labelangle ' +
    'labeldistance labelfloat labelfontcolor labelfontname labelfontsize labelhref labeljust labelloc labeltarget ' +
    'labeltooltip labelURL landscape layer layerlistsep layers layerselect layersep layout len levels levelsgap lhead ' +
    'lheight linelength lp ltail lwidth margin maxiter mclimit mindist minlen mode model newrank nodesep nojustify ' +
    'normalize notranslate nslimit nslimit1 oneblock ordering orientation outputorder overlap overlap_scaling ' +
    'overlap_shrink pack packmode pad page pagedir pencolor penwidth peripheries pin pos quadtree quantum radius rank ' +
    'rankdir ranksep ratio rects regular remincross repulsiveforce resolution root rotate rotation samehead sametail ' +
    'samplepoints scale searchsize sep shape shapefile showboxes sides size skew smoothing sortv splines start style ' +
    'stylesheet tail_lp tailclip tailhref taillabel tailport tailtarget tailtooltip tailURL target TBbalance tooltip ' +
    'truecolor URL vertices viewport voro_margin weight width xdotversion xlabel xlp z'
  ).split(' '),
);

/** Refuses attributes that were meant to be ours. Errors: `ArenaError` naming the line. */
export function checkAttributes(source: Source, { nodes, edges, values }: DotGraph): void {
  const check = (all: readonly Values[], known: readonly string[], what: string): void => {
    const meant = new Map<string, string | undefined>();
    for (const each of all) {
      for (const [key, { text, line }] of each) {
        if (!meant.has(key)) meant.set(key, GRAPHVIZ.has(key) ? undefined : nearMiss(key, known));
        const name = meant.get(key);
        if (name === undefined) continue;
        const words = `${what} has the attribute ${shown(key)} (${shown(text)}), which means nothing here`;
        throw fault(source, line, `${words} (known: ${known.join(', ')}); did you mean "${name}"?`);
      }
    }
  };
  check([values], GRAPH_KEYS, 'the graph');
  check(
    nodes.map((node) => node.values),
    NODE_KEYS,
    'the task',
  );
  check(
    edges.map((edge) => edge.values),
    VOLUME_KEYS,
    'the edge',
  );
}

/** Data moved along an edge; 0 when no attribute says it. Errors: `ArenaError` for amounts that are no plain number. */
export function volumeOf(source: Source, { values }: DotEdge): number {
  for (const key of VOLUME_KEYS) {
    const value = values.get(key);
    if (value === undefined) continue;
    const volume = amountOf(value.text.trim());
    if (!Number.isNaN(volume)) return volume;
    throw fault(source, value.line, `the edge has ${key} ${shown(value.text)} (a number ≥ 0 is expected)`);
  }
  const label = values.get('label');
  if (label === undefined) return 0;
  const volume = amountOf(label.text.trim());
  if (!Number.isNaN(volume)) return volume;
  if (!LIKE_AN_AMOUNT.test(label.text.trim())) return 0;
  const advice = 'a plain number, or the attribute "volume" beside the label, is expected';
  throw fault(
    source,
    label.line,
    `the edge has the label ${shown(label.text)}, which looks like an amount (${advice})`,
  );
}

/** A number, perhaps negative or with marks between thousands, perhaps with a unit of data. */
const LIKE_AN_AMOUNT = /^[+-]?\d[\d.,'_]*(e[+-]?\d+)?\s*([kmgtpe]?i?(b|bits?|bytes?)|[kmgt])?(\/s)?$/i;

/** Attributes of edges that nobody reads and Graphviz does not know either, each once. */
export function unreadAttributes({ edges }: DotGraph): string[] {
  const found = new Set<string>();
  for (const { values } of edges)
    for (const key of values.keys()) if (!GRAPHVIZ.has(key) && !VOLUME_KEYS.includes(key)) found.add(key);
  return [...found];
}

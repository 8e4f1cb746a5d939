/**
 * The nodes and edges of a parsed DOT graph with the attributes that apply to them, by Graphviz's rules: defaults hold
 * from where they stand to the end of their subgraph, a node gets those in force where it is first named, and naming
 * it again adds attributes.
 */
import type { ASTNode, ClusterStatementASTNode, DotASTNode, EdgeTargetASTNode, LiteralASTNode } from '@ts-graphviz/ast';
import { fault, lineAt, type Source, shown } from './source.js';

export interface DotValue {
  readonly text: string;
  readonly line: number;
}

export interface DotNode {
  readonly name: string;
  readonly line: number;
  readonly values: Map<string, DotValue>;
}

export interface DotEdge {
  readonly from: number; // node
  readonly to: number; // node
  readonly line: number;
  readonly values: Map<string, DotValue>;
}

/** Attributes in force in a subgraph. */
interface Scope {
  readonly node: Map<string, DotValue>;
  readonly edge: Map<string, DotValue>;
  readonly top: boolean;
}

const DEEPEST = 8; // Braces in braces, the graph's own included; the parser's time doubles with every level.

const MOST_EDGES = 10_000_000; // A short text with groups, `{a b …} -> {c d …}`, can mean very many edges.

/** Refuses subgraphs within subgraphs that the parser would take too long for. */
export function checkNesting(source: Source): void {
  const { text } = source;
  let depth = 0;
  for (let at = 0; at >= 0 && at < text.length; at++) {
    const sign = text[at];
    if (sign === '"') at = endOfQuote(text, at);
    else if (sign === '/' && text[at + 1] === '*') at = endAt(text, '*/', at + 2);
    else if (sign === '#' || (sign === '/' && text[at + 1] === '/')) at = endAt(text, '\n', at);
    else if (sign === '}') depth--;
    else if (sign === '{' && ++depth > DEEPEST)
      throw fault(source, lineAt(text, at), `subgraphs are nested more than ${DEEPEST} levels deep`);
  }
}

/** Where a mark stands; the end of the text when it does not come. */
function endAt(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at;
}

function endOfQuote(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

export class DotGraph {
  readonly name: string;
  readonly nodes: DotNode[] = [];
  readonly edges: DotEdge[] = [];
  readonly values = new Map<string, DotValue>(); // of the whole graph
  readonly #source: Source;
  readonly #strict: boolean;
  readonly #numbers = new Map<string, number>(); // node by name
  readonly #edgeOf = new Map<string, DotEdge>(); // by `from to`, for strict graphs

  /** Errors: `ArenaError` for undirected graphs and for subgraphs as ends of edges. */
  constructor(source: Source, dot: DotASTNode) {
    this.#source = source;
    const graph = dot.children.find((child) => child.type === 'Graph')!;
    if (!graph.directed)
      throw fault(source, lineOf(graph), 'the graph is undirected ("digraph" and "->" are expected)');
    this.#strict = graph.strict;
    this.name = graph.id?.value ?? '';
    this.#statements(graph.children, { node: new Map(), edge: new Map(), top: true });
  }

  #statements(statements: readonly ClusterStatementASTNode[], scope: Scope): void {
    for (const statement of statements) {
      if (statement.type === 'Subgraph') {
        const inner = { node: new Map(scope.node), edge: new Map(scope.edge), top: false };
        this.#statements(statement.children, inner);
      } else if (statement.type === 'AttributeList') {
        const target = { Node: scope.node, Edge: scope.edge, Graph: scope.top ? this.values : new Map() }[
          statement.kind
        ];
        for (const child of statement.children) setValue(target, child);
      } else if (statement.type === 'Attribute') {
        if (scope.top) setValue(this.values, statement);
      } else if (statement.type === 'Node') {
        const node = this.nodes[this.#node(statement.id, scope)];
        for (const child of statement.children) setValue(node.values, child);
      } else if (statement.type === 'Edge') {
        const values = new Map(scope.edge);
        for (const child of statement.children) setValue(values, child);
        this.#chain(statement.targets, values, scope);
      }
    }
  }

  /** The number of the node of that name, which begins to exist when it is first named. */
  #node(id: LiteralASTNode, scope: Scope): number {
    if (!id.quoted && /^(subgraph|graph|digraph|node|edge|strict)$/i.test(id.value))
      throw fault(
        this.#source,
        lineOf(id),
        `${shown(id.value)} is no name of a task (subgraphs cannot be the end of an edge)`,
      );
    const known = this.#numbers.get(id.value);
    if (known !== undefined) return known;
    this.#numbers.set(id.value, this.nodes.length);
    return this.nodes.push({ name: id.value, line: lineOf(id), values: new Map(scope.node) }) - 1;
  }

  #chain(targets: readonly EdgeTargetASTNode[], values: Map<string, DotValue>, scope: Scope): void {
    let before: readonly number[] = [];
    for (const target of targets) {
      const refs = target.type === 'NodeRefGroup' ? target.children : [target];
      const here = refs.map(({ id }) => this.#node(id, scope));
      if (this.edges.length + before.length * here.length > MOST_EDGES)
        throw fault(this.#source, lineOf(target), `there are more than ${MOST_EDGES} edges`);
      for (const from of before) for (const to of here) this.#edge({ from, to, line: lineOf(target), values });
      before = here;
    }
  }

  #edge(edge: DotEdge): void {
    if (this.#strict) {
      const key = `${edge.from} ${edge.to}`;
      const known = this.#edgeOf.get(key);
      if (known !== undefined) {
        for (const [name, value] of edge.values) known.values.set(name, value);
        return;
      }
      const own = { ...edge, values: new Map(edge.values) };
      this.#edgeOf.set(key, own);
      this.edges.push(own);
      return;
    }
    this.edges.push(edge);
  }
}

function lineOf({ location }: ASTNode): number {
  return location?.start.line ?? 1;
}

function setValue(values: Map<string, DotValue>, attribute: ASTNode): void {
  if (attribute.type === 'Attribute')
    values.set(attribute.key.value, { text: attribute.value.value, line: lineOf(attribute) });
}

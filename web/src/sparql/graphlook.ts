/** An answer as a graph: triples, or rows with two columns of IRIs; laid out once, the same each time. */
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import type { SimulationNodeDatum } from "d3-force";
import { el, svg } from "../explorer/dom.ts";
import type { Words } from "../explorer/words.ts";
import { short } from "./answer.ts";
import type { Answer, Term } from "./answer.ts";
import type { Links } from "./tablelook.ts";

const MOST = 200;
const TICKS = 300;
const NAMES = ["https://schema.org/name", "http://www.w3.org/2004/02/skos/core#prefLabel", "http://www.w3.org/2000/01/rdf-schema#label"];

interface Node extends SimulationNodeDatum {
  iri: string;
  label: string;
}
interface Link {
  source: Node;
  target: Node;
  label: string;
}

/** The nodes and links of an answer; empty where it has none. */
export function linksOf(answer: Answer, prefixes: ReadonlyMap<string, string>): { nodes: Node[]; links: Link[] } {
  const nodes = new Map<string, Node>();
  const links: Link[] = [];
  const at = (term: Term, label = "") => {
    let node = nodes.get(term.value);
    if (!node) {
      node = { iri: term.value, label: label || short(term.value, prefixes).replace(/^<.*[/#]([^/#]+)>$/, "$1") };
      nodes.set(term.value, node);
    } else if (label) node.label = label;
    return node;
  };
  if (answer.kind === "triples") {
    for (const [s, p, o] of answer.rows) {
      if (o.type === "literal") {
        if (NAMES.includes(p.value)) at(s, o.value);
      } else links.push({ source: at(s), target: at(o), label: short(p.value, prefixes) });
    }
  } else if (answer.kind === "table") {
    const iris = answer.columns.map((_, c) => c).filter((c) => answer.rows.some((row) => row[c]?.type === "uri"));
    const [a, b] = iris;
    if (a === undefined || b === undefined) return { nodes: [], links: [] };
    for (const row of answer.rows) {
      const [from, to] = [row[a], row[b]];
      if (from?.type === "uri" && to?.type === "uri") {
        const named = (column: number) => answer.rows.length > 0 ? row[answer.columns.findIndex((n) => n === `${answer.columns[column]}Name` || n === `${answer.columns[column]}Label`)]?.value : "";
        links.push({ source: at(from, named(a)), target: at(to, named(b)), label: "" });
      }
    }
  }
  return { nodes: [...nodes.values()], links };
}

export function graphLook(answer: Answer, links: Links, words: Words): HTMLElement {
  const found = linksOf(answer, links.prefixes);
  if (found.links.length === 0) return el("p", { class: "quiet" }, words.say("noGraph"));
  const nodes = found.nodes.slice(0, MOST);
  const kept = new Set(nodes);
  const drawn = found.links.filter((l) => kept.has(l.source) && kept.has(l.target));
  place(nodes, drawn);
  const more = found.nodes.length > MOST && el("p", { class: "quiet" }, words.say("legend", { n: MOST }));
  return el("div", { class: "answer-graph" }, picture(nodes, drawn, links, words), more);
}

function place(nodes: Node[], links: Link[]): void {
  forceSimulation(nodes)
    .force("link", forceLink<Node, Link>(links).distance(90))
    .force("apart", forceManyBody().strength(-260))
    .force("x", forceX().strength(0.05))
    .force("y", forceY().strength(0.08))
    .force("collide", forceCollide(26))
    .stop()
    .tick(TICKS);
}

function picture(nodes: Node[], links: Link[], known: Links, words: Words): SVGSVGElement {
  const xs = nodes.map((n) => n.x!);
  const ys = nodes.map((n) => n.y!);
  const [left, top] = [Math.min(...xs) - 60, Math.min(...ys) - 30];
  const [width, height] = [Math.max(...xs) - left + 160, Math.max(...ys) - top + 40];
  const few = links.length <= 40;
  const edges = links.flatMap((l) => [
    svg("line", { class: "edge", x1: l.source.x!, y1: l.source.y!, x2: l.target.x!, y2: l.target.y! }, svg("title", {}, l.label)),
    ...(few && l.label ? [svg("text", { class: "edge-label", x: (l.source.x! + l.target.x!) / 2, y: (l.source.y! + l.target.y!) / 2 - 3, "text-anchor": "middle" }, l.label)] : []),
  ]);
  const points = nodes.map((n) => {
    const href = known.local(n.iri);
    const drawn = [svg("circle", { cx: n.x!, cy: n.y!, r: 7 }), svg("text", { x: n.x! + 11, y: n.y! + 4 }, n.label.slice(0, 24))];
    return href ? svg("a", { href }, ...drawn) : svg("g", {}, ...drawn);
  });
  const label = words.say("graph");
  return svg("svg", { viewBox: `${left} ${top} ${width} ${height}`, role: "img", "aria-label": label }, ...edges, ...points);
}

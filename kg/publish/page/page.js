/* The page's own script. Its matter is the JSON object that page/data.py documents (PageData).
   Text comes from articles and is hostile: it reaches the document through textContent alone. */
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";

  // ---------------------------------------------------------------- words
  const WORDS = {
    title: ["新闻知识图谱", "News knowledge graph"],
    search: ["搜索名称或别名（按 / 开始）", "Search by name or alias (press /)"],
    none: ["没有找到", "Nothing found"],
    noneShown: ["显示的节点中没有找到；全部内容可用 kg show 查看", "Not among the nodes shown; kg show knows them all"],
    panel: ["详情", "Details"],
    types: ["节点", "Nodes"],
    links: ["连线", "Links"],
    legend: ["图例与筛选", "Legend and filters"],
    hint: ["点击隐藏或显示一类", "Click to hide or show a kind"],
    counts: ["{n} 个节点 · {e} 条连线 · {a} 篇文章", "{n} nodes · {e} links · {a} articles"],
    notice: ["全图共有 {t} 个节点，这里显示连线最多的 {n} 个。", "Showing the {n} best connected of {t} nodes."],
    empty: ["这里还没有内容。\n用 kg build 读入文章后，公司、人物、产品和事件会出现在这里。",
      "Nothing here yet.\nOnce kg build has read some articles, companies, people, products and events will show up here."],
    language: ["English", "中文"],
    close: ["关闭", "Close"],
    focus: ["放大到邻居", "Zoom to neighbours"],
    also: ["又称", "also"],
    articles: ["{n} 篇文章提到", "named in {n} article(s)"],
    linked: ["{n} 条连线", "{n} link(s)"],
    more: ["还有 {n} 条未显示", "{n} more not shown"],
    places: ["另有 {n} 处原文", "{n} more passage(s)"],
    former: ["前任", "former"],
    over: ["已结束", "over"],
    date: ["时间", "date"],
    round: ["轮次", "round"],
    amount: ["金额", "amount"],
    written: ["原文：", "as written: "],
    about: ["谈及", "about"],
    roles: ["参与事件", "roles in events"],
    nothing: ["图中没有关于它的事实，只有提及。", "No facts, only mentions."],
    graph: ["关系图：用搜索框或点击选择节点", "Graph: choose a node by the search box or by clicking"],
    unknown: ["未说明", "not said"],
    closer: ["放大", "Zoom in"],
    farther: ["缩小", "Zoom out"],
    whole: ["看全图", "Show everything"],
  };
  let language = 0; // index into every pair: 0 is Chinese, 1 English
  const say = (word, values) => WORDS[word][language].replace(/\{(\w)\}/g, (_, k) => values[k].toLocaleString("en"));
  const term = (family, key) => (Object.hasOwn(data.terms[family], key) ? data.terms[family][key][language] : key);

  // ---------------------------------------------------------------- elements
  const el = (tag, attributes, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) {
      if (name === "onclick") made.addEventListener("click", value);
      else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
    return made;
  };
  const SHAPES = {
    dot: ["circle", { cx: 7, cy: 7, r: 5.5 }],
    triangle: ["polygon", { points: "7,1 13,12.5 1,12.5" }],
    triangleDown: ["polygon", { points: "7,13 13,1.5 1,1.5" }],
    square: ["rect", { x: 2, y: 2, width: 10, height: 10 }],
    diamond: ["polygon", { points: "7,0.5 13.5,7 7,13.5 0.5,7" }],
    hexagon: ["polygon", { points: "1,7 4,1.8 10,1.8 13,7 10,12.2 4,12.2" }],
  };
  const svg = (cls, tag, attributes) => {
    const root = document.createElementNS(SVG, "svg");
    root.setAttribute("class", cls);
    root.setAttribute("viewBox", "0 0 14 14");
    root.setAttribute("aria-hidden", "true");
    const drawn = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) drawn.setAttribute(name, value);
    root.append(drawn);
    return root;
  };
  const swatch = (type) => {
    const style = styles.get(type) || { shape: "dot", color: "#8a8f98" };
    const [tag, attributes] = SHAPES[style.shape] || SHAPES.dot;
    return svg("shape", tag, { ...attributes, fill: style.color });
  };

  // ---------------------------------------------------------------- the graph's parts
  const styles = new Map(); // type → {color, shape}, as the nodes have them
  const nodeOf = new Map(data.nodes.map((n) => [n.id, n])); // IRI → node of the page's data
  const drawn = data.graph.nodes; // as pyvis made them
  const edges = data.graph.edges;
  const drawnOf = new Map(drawn.map((n) => [n.id, n]));
  const edgeOf = new Map(edges.map((e) => [e.id, e]));
  const edgesAt = new Map(drawn.map((n) => [n.id, []]));
  for (const n of drawn) styles.set(n.kind, { color: n.color, shape: n.shape });
  for (const e of edges) {
    edgesAt.get(e.from).push(e);
    if (e.to !== e.from) edgesAt.get(e.to).push(e);
  }
  const partial = () => data.totals.nodes > drawn.length;
  const family = (e) => (e.kind === "relation" ? "relation:" + e.name : e.kind); // what the legend calls one kind of link
  const familyName = (f) =>
    f === "post" ? term("kinds", "post") : f === "role" ? say("roles") : term("relations", f.slice("relation:".length));
  const edgeName = (e) => (e.kind === "relation" ? term("relations", e.name) : e.kind === "role" ? term("roles", e.name) : e.name);

  const state = { node: null, edge: null, hover: null, hiddenTypes: new Set(), hiddenLinks: new Set() };
  const nodeVisible = (n) => !state.hiddenTypes.has(n.kind);
  const edgeVisible = (e) =>
    !state.hiddenLinks.has(family(e)) && nodeVisible(drawnOf.get(e.from)) && nodeVisible(drawnOf.get(e.to));

  /* Nodes and edges that stand out: null when nothing is selected. */
  const inFocus = () => {
    if (state.edge) {
      const e = edgeOf.get(state.edge);
      return { nodes: new Set([e.from, e.to]), edges: new Set([e.id]) };
    }
    if (!state.node || !edgesAt.has(state.node)) return null;
    const near = edgesAt.get(state.node).filter(edgeVisible);
    return { nodes: new Set([state.node, ...near.flatMap((e) => [e.from, e.to])]), edges: new Set(near.map((e) => e.id)) };
  };

  // ---------------------------------------------------------------- drawing
  let network = null;
  let visNodes = null;
  let visEdges = null;
  let ink = {};
  let zoomed = 1; // the scale that sizes and widths were last chosen for
  const readInk = () => {
    const of = getComputedStyle(document.documentElement);
    for (const name of ["ground", "ink", "soft", "edge", "edge-strong", "accent"]) ink[name] = of.getPropertyValue("--" + name).trim();
    ink.font = of.getPropertyValue("--fonts");
  };
  const nodeLook = (n, focus) => {
    const chosen = n.id === state.node;
    const border = chosen ? ink.ink : ink.ground;
    const color = { background: n.color, border, highlight: { background: n.color, border }, hover: { background: n.color, border: ink.ink } };
    const size = Math.max(n.size, 2.6 / zoomed); // seen from afar, a node is a dot and not a speck
    return { id: n.id, hidden: !nodeVisible(n), size, opacity: focus && !focus.nodes.has(n.id) ? 0.13 : 1, color, borderWidth: chosen ? 3 : 1 };
  };
  const edgeLook = (e, focus) => {
    const near = focus && focus.edges.has(e.id);
    const color = near ? ink["edge-strong"] : ink.edge;
    return {
      id: e.id, hidden: !edgeVisible(e), width: (near ? 1.8 : 1) * Math.max(1, 0.8 / zoomed),
      color: { color, highlight: color, hover: ink["edge-strong"], opacity: focus && !near ? 0.12 : near ? 1 : 0.75 },
    };
  };
  const paint = () => {
    if (!network) return;
    const focus = inFocus();
    visNodes.update(changed(drawn.map((n) => nodeLook(n, focus))));
    visEdges.update(changed(edges.map((e) => edgeLook(e, focus))));
  };
  const looks = new Map(); // id → the look last given, for an update costs much more than this comparison
  const changed = (given) =>
    given.filter((look) => {
      const text = JSON.stringify(look);
      return looks.get(look.id) !== text && looks.set(look.id, text);
    });

  const draw = () => {
    readInk();
    // labels are drawn below, where none covers another; vis-network would draw them all
    visNodes = new vis.DataSet(drawn.map((n) => ({ ...n, label: undefined, title: undefined, ...nodeLook(n, null) })));
    visEdges = new vis.DataSet(edges.map((e) => ({ ...e, label: undefined, title: undefined, ...edgeLook(e, null) })));
    const own = {
      autoResize: true,
      physics: false,
      layout: { improvedLayout: false },
      nodes: { borderWidthSelected: 3, chosen: true },
      edges: { arrows: { to: { enabled: true, scaleFactor: 0.45 } }, selectionWidth: 0, hoverWidth: 0.6, font: { size: 0 } },
      interaction: { ...data.graph.options.interaction, hover: true, keyboard: false, selectConnectedEdges: false, hoverConnectedEdges: false },
    };
    network = new vis.Network(byId("graph"), { nodes: visNodes, edges: visEdges }, { ...data.graph.options, ...own });
    network.on("click", (event) => {
      const node = event.nodes[0] || nearest(event.pointer.DOM);
      if (node) select(node);
      else if (event.edges.length) selectEdge(event.edges[0]);
      else clear();
    });
    network.on("doubleClick", (event) => event.nodes.length && zoomTo(event.nodes[0]));
    const hovered = (id, hand) => {
      state.hover = id;
      byId("graph").style.cursor = hand ? "pointer" : "";
      network.redraw();
    };
    network.on("hoverNode", (event) => hovered(event.node, true));
    network.on("blurNode", () => hovered(null, false));
    network.on("hoverEdge", () => hovered(state.hover, true));
    network.on("blurEdge", () => hovered(state.hover, state.hover !== null));
    network.on("afterDrawing", drawLabels);
    network.on("afterDrawing", () => {
      const scale = network.getScale();
      if (Math.max(scale / zoomed, zoomed / scale) < 1.3) return;
      zoomed = scale;
      setTimeout(paint, 60);
    });
    network.fit({ animation: false, maxZoomLevel: 1.6 });
    if (small() && byWeight.length > 40) network.moveTo({ position: byWeight[0], scale: 0.55 }); // too much for a small screen
  };

  /* A small node is hard to hit: the nearest one within 9 pixels counts too. */
  const nearest = (at) => {
    let best = null;
    let least = 9;
    for (const [id, p] of Object.entries(network.getPositions())) {
      const q = network.canvasToDOM(p);
      const away = Math.hypot(q.x - at.x, q.y - at.y);
      if (away < least && nodeVisible(drawnOf.get(id))) [best, least] = [id, away];
    }
    return best;
  };

  // ---------------------------------------------------------------- labels that do not collide
  const MOST_LABELS = 220; // more are no help, and cost time at every frame
  const byWeight = [...drawn].sort((a, b) => b.size - a.size);
  const widths = new Map();
  const widthOf = (ctx, text) => {
    const key = ctx.font + text;
    if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
    return widths.get(key);
  };
  const overlap = (a, b) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3]; // boxes: left, top, right, bottom
  /* Id → [x, y, radius] in pixels of the canvas, for every node that can be seen. */
  const onScreen = (canvas) => {
    const scale = network.getScale();
    const at = network.getPositions();
    const seen = new Map();
    for (const n of drawn.filter(nodeVisible)) {
      const p = network.canvasToDOM(at[n.id]);
      const away = p.x < -80 || p.y < -20 || p.x > canvas.clientWidth + 80 || p.y > canvas.clientHeight + 20;
      if (!away) seen.set(n.id, [p.x, p.y, Math.max(n.size * scale, 2.6)]);
    }
    return seen;
  };
  const write = (ctx, text, x, y, color) => {
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = ink.ground;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = color;
    ctx.fillText(text, x, y);
  };
  /* The node's name beside it, where there is room: right, left, below, above. The selected one's name always. */
  const nameNode = (ctx, n, [x, y, r], taken) => {
    const strong = n.id === state.node || n.id === state.hover;
    ctx.font = (strong ? "600 13px " : r > 9 ? "12.5px " : "11.5px ") + ink.font;
    const text = strong ? nodeOf.get(n.id).name.slice(0, 48) : n.label;
    const w = widthOf(ctx, text);
    const width = ctx.canvas.clientWidth;
    const box = ([px, py]) => [px - 2, py - 8, px + w + 2, py + 8];
    const uncut = ([px]) => (px > 2 && px + w < width - 2) || x < 0 || x > width;
    const places = [[x + r + 4, y], [x - r - 4 - w, y], [x - w / 2, y + r + 9], [x - w / 2, y - r - 9]];
    const place = places.find((p) => uncut(p) && !taken.some((t) => overlap(t, box(p)))) || (strong ? places[0] : null);
    if (!place) return false;
    taken.push(box(place));
    write(ctx, text, place[0], place[1], ink.ink);
    return true;
  };
  const nameEdge = (ctx, e, a, b, taken) => {
    ctx.font = "11px " + ink.font;
    const text = edgeName(e).slice(0, 20);
    const w = widthOf(ctx, text);
    for (const part of [0.5, 0.6, 0.4]) {
      const [x, y] = [a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part];
      const box = [x - w / 2 - 2, y - 7, x + w / 2 + 2, y + 7];
      if (taken.some((t) => overlap(t, box))) continue;
      taken.push(box);
      write(ctx, text, x - w / 2, y, ink.soft);
      return;
    }
  };
  const drawLabels = (ctx) => {
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    const focus = inFocus();
    const seen = onScreen(ctx.canvas);
    const inView = (id) => seen.has(id) && (!focus || focus.nodes.has(id));
    const taken = [...seen].filter(([id, [, , r]]) => r > 5 && inView(id))
      .map(([, [x, y, r]]) => [x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8]);
    const first = [state.node, state.hover].filter((id) => seen.has(id)).map((id) => drawnOf.get(id));
    const rest = byWeight.filter((n) => inView(n.id) && !first.includes(n));
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.lineJoin = "round";
    ctx.textBaseline = "middle";
    let room = MOST_LABELS;
    for (const n of new Set([...first, ...rest])) if (room > 0 && nameNode(ctx, n, seen.get(n.id), taken)) room -= 1;
    for (const e of focus ? [...focus.edges].map((id) => edgeOf.get(id)) : []) {
      if (seen.has(e.from) && seen.has(e.to)) nameEdge(ctx, e, seen.get(e.from), seen.get(e.to), taken);
    }
    ctx.restore();
  };

  // ---------------------------------------------------------------- selecting
  const select = (id, move) => {
    state.node = id;
    state.edge = null;
    if (drawnOf.has(id) && state.hiddenTypes.delete(drawnOf.get(id).kind)) speak(); // who looks for it wants to see it
    if (network) network.unselectAll();
    showPanel(nodePanel(nodeOf.get(id)));
    history.replaceState(null, "", "#" + encodeURIComponent(id));
    paint();
    if (move && network && drawnOf.has(id)) {
      network.focus(id, { scale: Math.max(network.getScale(), 0.8), offset: sheetOffset(), animation: motion() });
    }
  };
  const selectEdge = (id) => {
    state.edge = id;
    state.node = null;
    network.unselectAll();
    showPanel(edgePanel(edgeOf.get(id)));
    paint();
  };
  const clear = () => {
    state.node = state.edge = null;
    if (network) network.unselectAll();
    byId("panel").hidden = true;
    history.replaceState(null, "", "#");
    paint();
  };
  const motion = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 350, easingFunction: "easeInOutQuad" });
  const small = () => matchMedia("(max-width: 700px)").matches;
  const sheetOffset = () => (small() ? { x: 0, y: -byId("stage").clientHeight * 0.25 } : { x: 0, y: 0 });
  const zoomTo = (id) => {
    const near = [...(inFocus() || { nodes: [id] }).nodes];
    network.fit({ nodes: near, animation: motion(), maxZoomLevel: 1.4 });
  };

  // ---------------------------------------------------------------- the panel
  const showPanel = (content) => {
    const panel = byId("panel");
    const within = panel.contains(document.activeElement);
    panel.replaceChildren(...content);
    panel.hidden = false;
    panel.scrollTop = 0;
    if (within) panel.focus(); // what had the focus is gone
  };
  const link = (index, self) => {
    const n = data.nodes[index];
    if (n === self) return el("span", { class: "self" }, n.name);
    if (!n.shown) return el("span", {}, n.name);
    return el("button", { type: "button", class: "link", onclick: () => select(n.id, true) }, n.name);
  };
  const tag = (text, care) => el("span", { class: care ? "tag care" : "tag" }, text);
  const top = (icon, title) =>
    el("div", { class: "top" }, icon, el("h2", {}, title),
      el("button", { type: "button", class: "close", "aria-label": say("close"), onclick: clear }, "×"));

  const nodePanel = (node) => {
    const facts = (node.facts || []).map((i) => data.facts[i]);
    const own = facts.find((f) => f.kind === "event" && data.nodes[f.node] === node);
    const type = own ? term("events", own.type) : term("types", node.type);
    const about = [type, say("linked", { n: node.links }), say("articles", { n: node.articles || 0 })].join(" · ");
    const parts = [top(swatch(node.type), node.name), el("p", { class: "about" }, about)];
    if (node.aliases) parts.push(el("p", { class: "about" }, say("also") + " " + node.aliases.slice(0, 12).join(language ? ", " : "、")));
    if (network && (edgesAt.get(node.id) || []).length) {
      parts.push(el("div", { class: "actions" }, el("button", { type: "button", onclick: () => zoomTo(node.id) }, say("focus"))));
    }
    for (const kind of Object.keys(data.terms.kinds)) {
      const of = facts.filter((f) => f.kind === kind);
      const more = (node.more || {})[kind] || 0;
      if (!of.length) continue;
      parts.push(el("details", { class: "kind", open: true },
        el("summary", {}, term("kinds", kind), " ", el("span", { class: "count" }, String(of.length + more))),
        ...of.map((f) => factView(f, node)),
        more ? el("p", { class: "more" }, say("more", { n: more })) : null));
    }
    if (!facts.length) parts.push(el("p", { class: "more" }, say("nothing")));
    return parts;
  };
  const edgePanel = (e) => {
    const fact = data.facts[data.edge_facts[e.id]];
    const line = svg("line", "path", { d: "M1 7 H12 M8 3 L12 7 L8 11", fill: "none" });
    const ends = nodeOf.get(e.from).name + " → " + nodeOf.get(e.to).name;
    return [top(line, edgeName(e)), el("p", { class: "about" }, ends), el("div", { class: "actions" }), factView(fact, null)];
  };

  const factView = (fact, self) =>
    el("div", { class: "fact", "data-kind": fact.kind }, ...VIEWS[fact.kind](fact, self), ...evidenceView(fact.evidence || []));
  const says = (...parts) => el("div", { class: "says" }, ...parts);
  const day = (fact) => (fact.date ? el("span", { class: "date" }, fact.date) : null);
  const modality = (fact) => (fact.modality ? tag(term("modalities", fact.modality), true) : null);
  const amountView = (amount) => [
    el("span", { class: "value" }, (language ? amount.en : amount.zh) || amount.written || ""),
    amount.written ? el("span", { class: "written" }, say("written") + amount.written) : null,
  ];
  const byRole = (participants) => {
    const roles = new Map();
    for (const [role, who] of participants) roles.set(role, [...(roles.get(role) || []), who]);
    return [...roles];
  };
  const VIEWS = {
    post: (f, self) => [says(link(f.person, self), el("span", { class: "value" }, f.title || ""),
      el("span", { class: "to" }, "@"), link(f.organization, self), f.former ? tag(say("former")) : null,
      f.valid ? el("span", { class: "date" }, f.valid.replace("..", "").replace("/", " – ").replace("..", "")) : null)],
    relation: (f, self) => [says(link(f.subject, self), el("span", { class: "to" }, "— " + term("relations", f.type) + " →"),
      link(f.object, self), f.former ? tag(say("over")) : null)],
    event: (f, self) => [
      says(data.nodes[f.node] === self ? null : link(f.node, self), tag(term("events", f.type)), f.round ? tag(f.round) : null, modality(f), day(f)),
      f.amount ? says(...amountView(f.amount)) : null,
      el("ul", { class: "roles" },
        ...byRole(f.participants || []).map(([role, who]) => el("li", {}, el("span", { class: "role" }, term("roles", role)),
          ...who.flatMap((w, i) => [i ? (language ? ", " : "、") : "", link(w, self)]))),
        f.place !== undefined ? el("li", {}, el("span", { class: "role" }, term("roles", "location")), link(f.place, self)) : null),
    ],
    claim: (f, self) => [
      says(f.speaker === undefined ? el("span", {}, say("unknown")) : link(f.speaker, self), f.verb ? el("span", { class: "to" }, f.verb) : null,
        f.attribution ? tag(term("attributions", f.attribution)) : null, modality(f)),
      f.text ? el("p", { class: "roles" }, f.text) : null,
      f.about ? says(el("span", { class: "to" }, say("about")), ...f.about.map((i) => link(i, self))) : null,
    ],
    figure: (f, self) => [says(self ? null : link(f.subject, self), el("span", {}, f.metric || ""), ...amountView(f.amount || {}),
      f.date ? el("span", { class: "written" }, "(" + f.date + ")") : null)],
  };
  const passage = (index) => {
    const e = data.evidence[index];
    const article = data.articles[e.article];
    const name = article.headline || "";
    const safe = /^https?:\/\//i.test(article.url || "");
    const source = safe ? el("a", { href: article.url, target: "_blank", rel: "noopener noreferrer" }, name || article.url) : el("span", {}, name);
    const rest = [article.publisher, article.date].filter(Boolean).flatMap((t) => [" · ", el("span", { class: "whole" }, t)]);
    return [el("blockquote", {}, e.before || "", el("mark", {}, e.exact), e.after || ""), el("p", { class: "source" }, source, ...rest)];
  };
  const evidenceView = (evidence) => {
    if (evidence.length <= 1) return evidence.flatMap(passage);
    const rest = el("details", {}, el("summary", {}, say("places", { n: evidence.length - 1 })), ...evidence.slice(1).flatMap(passage));
    return [...passage(evidence[0]), rest];
  };

  // ---------------------------------------------------------------- legend
  const tally = (items, key) => items.reduce((m, i) => m.set(key(i), (m.get(key(i)) || 0) + 1), new Map());
  const filter = (icon, name, count, hidden, key) => {
    const button = el("button", { type: "button", "aria-pressed": String(!hidden.has(key)), "data-key": key }, icon,
      el("span", { class: "label" }, name), el("span", { class: "count" }, count.toLocaleString("en")));
    button.addEventListener("click", () => {
      if (!hidden.delete(key)) hidden.add(key);
      button.setAttribute("aria-pressed", String(!hidden.has(key)));
      paint();
      counts();
    });
    return el("li", {}, button);
  };
  const legend = () => {
    const types = tally(drawn, (n) => n.kind);
    const links = tally(edges, family);
    const order = ["post", ...Object.keys(data.terms.relations).map((r) => "relation:" + r), "role"].filter((f) => links.has(f));
    byId("types").replaceChildren(...Object.keys(data.terms.types).filter((t) => types.has(t))
      .map((t) => filter(swatch(t), term("types", t), types.get(t), state.hiddenTypes, t)));
    byId("links").replaceChildren(...order
      .map((f) => filter(svg("line", "path", { d: "M1 7 H13" }), familyName(f), links.get(f), state.hiddenLinks, f)));
  };
  const counts = () => {
    const n = drawn.filter(nodeVisible).length;
    const e = edges.filter(edgeVisible).length;
    byId("counts").textContent = say("counts", { n, e, a: data.totals.articles });
  };

  // ---------------------------------------------------------------- search
  const key = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const index = data.nodes.filter((n) => n.shown).map((n) => ({ node: n, keys: [n.name, ...(n.aliases || [])].map(key) }));
  const rank = (keys, wanted) => (keys.includes(wanted) ? 0 : keys.some((k) => k.startsWith(wanted)) ? 1 : keys.some((k) => k.includes(wanted)) ? 2 : 3);
  const find = (text) => {
    const wanted = key(text);
    if (!wanted) return [];
    return index.map((i) => ({ node: i.node, rank: rank(i.keys, wanted) })).filter((i) => i.rank < 3)
      .sort((a, b) => a.rank - b.rank || b.node.links - a.node.links).slice(0, 12).map((i) => i.node);
  };
  const search = () => {
    const input = byId("search");
    const list = byId("matches");
    let found = [];
    let at = 0;
    const mark = () => [...list.children].forEach((li, i) => {
      li.setAttribute("aria-selected", String(i === at));
      if (i === at) { input.setAttribute("aria-activedescendant", li.id); li.scrollIntoView({ block: "nearest" }); }
    });
    const open = (is) => { list.hidden = !is; input.setAttribute("aria-expanded", String(is)); };
    const choose = (node) => { open(false); input.value = node.name; select(node.id, true); };
    const show = () => {
      found = find(input.value);
      at = 0;
      list.replaceChildren(...found.map((node, i) => {
        const li = el("li", { role: "option", id: "match" + i }, swatch(node.type), el("span", { class: "name" }, node.name),
          node.aliases ? el("span", { class: "also" }, node.aliases.join(" · ")) : null);
        li.addEventListener("mousedown", (event) => { event.preventDefault(); choose(node); });
        return li;
      }));
      if (!found.length && input.value.trim()) list.append(el("li", { class: "none" }, say(partial() ? "noneShown" : "none")));
      open(list.children.length > 0);
      if (found.length) mark();
    };
    input.addEventListener("input", show);
    input.addEventListener("focus", () => { if (input.value) { input.select(); show(); } });
    input.addEventListener("blur", () => open(false));
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return; // Enter ends the input method's word, not the search
      if (event.key === "ArrowDown" && found.length) at = (at + 1) % found.length;
      else if (event.key === "ArrowUp" && found.length) at = (at + found.length - 1) % found.length;
      else if (event.key === "Enter" && found.length) { choose(found[at]); return; }
      else return;
      event.preventDefault();
      mark();
    });
  };

  // ---------------------------------------------------------------- the whole
  const speak = () => {
    document.documentElement.lang = language ? "en" : "zh-CN";
    const title = data.title || say("title");
    document.title = title;
    byId("title").textContent = title;
    byId("search").placeholder = say("search");
    byId("search").setAttribute("aria-label", say("search"));
    for (const id of ["closer", "farther", "whole"]) { byId(id).setAttribute("aria-label", say(id)); byId(id).title = say(id); }
    byId("types-title").textContent = say("types");
    byId("links-title").textContent = say("links");
    byId("legend-title").textContent = say("legend");
    byId("hint").textContent = say("hint");
    byId("language").textContent = say("language");
    byId("graph").setAttribute("aria-label", say("graph"));
    byId("notice").hidden = !partial();
    byId("panel").setAttribute("aria-label", say("panel"));
    byId("notice").textContent = say("notice", { n: drawn.length, t: data.totals.nodes });
    byId("empty").textContent = say("empty");
    legend();
    counts();
    if (state.node) showPanel(nodePanel(nodeOf.get(state.node)));
    if (state.edge) showPanel(edgePanel(edgeOf.get(state.edge)));
    if (network) network.redraw();
  };
  const zoom = (factor) => network && network.moveTo({ scale: network.getScale() * factor, animation: motion() });
  byId("closer").addEventListener("click", () => zoom(1.5));
  byId("farther").addEventListener("click", () => zoom(1 / 1.5));
  byId("whole").addEventListener("click", () => network && network.fit({ animation: motion(), maxZoomLevel: 1.6 }));
  byId("language").addEventListener("click", () => { language = 1 - language; speak(); });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
    if (event.key === "/" && document.activeElement !== byId("search")) { event.preventDefault(); byId("search").focus(); }
  });
  byId("graph").addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!network) return;
    if (event.key === "+" || event.key === "=") zoom(1.5);
    if (event.key === "-") zoom(1 / 1.5);
    if (!step) return;
    event.preventDefault();
    const p = network.getViewPosition();
    network.moveTo({ position: { x: p.x + (step[0] * 80) / network.getScale(), y: p.y + (step[1] * 80) / network.getScale() } });
  });

  if (small()) byId("legend").removeAttribute("open");
  search();
  if (drawn.length) draw();
  byId("empty").hidden = drawn.length > 0;
  byId("legend").hidden = document.querySelector(".zoom").hidden = drawn.length === 0;
  speak();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readInk(); paint(); });
  const asked = decodeURIComponent(location.hash.slice(1));
  if (drawnOf.has(asked)) select(asked, true);

  /* For tests and for scripts that others add: read it, do not write to it. */
  window.kgPage = Object.freeze({
    data, select, selectEdge, clear,
    drawn: () => ({ nodes: visNodes ? visNodes.length : 0, edges: visEdges ? visEdges.length : 0 }),
    visible: () => ({ nodes: drawn.filter(nodeVisible).length, edges: edges.filter(edgeVisible).length }),
    where: (id) => network.canvasToDOM(network.getPositions([id])[id]),
    selected: () => state.node || state.edge,
  });
})();

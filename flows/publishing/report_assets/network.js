// The network of parties: those with the most agreements and whom they have them with, as many as can be read.
"use strict";

// The agreements of the busiest parties, until so many parties are in.
function busiest(agreements, partiesOf, idOf, most) {
  const counts = d3.rollup(agreements.flatMap((row) => partiesOf(row)), (all) => all.length, idOf);
  const busy = (row) => d3.max(partiesOf(row), (party) => counts.get(idOf(party)));
  const hub = (row) => idOf(d3.greatest(partiesOf(row), (party) => counts.get(idOf(party))));
  const chosen = [];
  const inside = new Set();
  for (const row of d3.sort(agreements.filter((one) => partiesOf(one).length > 1), (a, b) => busy(b) - busy(a) || d3.ascending(hub(a), hub(b)))) {
    const fresh = partiesOf(row).map(idOf).filter((id) => !inside.has(id));
    if (inside.size + fresh.length > most) continue;
    fresh.forEach((id) => inside.add(id));
    chosen.push(row);
  }
  return { chosen, all: counts.size };
}

function graph(rows, partiesOf, idOf) {
  const nodes = new Map();
  const links = new Map();
  for (const row of rows) {
    const parties = partiesOf(row);
    for (const party of parties) {
      if (!nodes.has(idOf(party))) nodes.set(idOf(party), { id: idOf(party), name: party.name, row, count: 0 });
      nodes.get(idOf(party)).count += 1;
    }
    for (const party of parties.slice(1)) {
      const pair = [idOf(parties[0]), idOf(party)];
      const key = [...pair].sort().join("\u0000");
      if (!links.has(key)) links.set(key, { source: pair[0], target: pair[1], row, count: 0 });
      links.get(key).count += 1;
    }
  }
  return { nodes: [...nodes.values()], links: [...links.values()] };
}

// Lays the nodes out and fits them to the width; returns the height that this takes.
function layOut(nodes, links, width) {
  d3.forceSimulation(nodes)
    .force("link", d3.forceLink(links).id((one) => one.id).distance(64))
    .force("charge", d3.forceManyBody().strength(-170).distanceMax(420))
    .force("apart", d3.forceCollide(22))
    .force("x", d3.forceX(0).strength(width < 640 ? 0.1 : 0.035)).force("y", d3.forceY(0).strength(width < 640 ? 0.06 : 0.1))
    .stop().tick(400);
  const [side, top] = [Math.min(90, width / 5), 22];
  const [[left, right], [high, low]] = [d3.extent(nodes, (one) => one.x), d3.extent(nodes, (one) => one.y)];
  const scale = Math.min(1.4, (width - 2 * side) / Math.max(1, right - left));
  const tall = Math.max(1, Math.min(1.4, scale * 1.25));
  const start = (width - scale * (right - left)) / 2;
  for (const one of nodes) {
    one.x = start + (one.x - left) * scale;
    one.y = top + (one.y - high) * tall;
    one.r = 4 + 2 * Math.sqrt(one.count);
    one.weight = one.count;
  }
  for (const one of nodes) {
    const near = links.filter((link) => link.source === one || link.target === one).map((link) => (link.source === one ? link.target : link.source));
    if (near.length === 1) one.sides = one.x < near[0].x ? ["left", "above", "below", "right"] : ["right", "above", "below", "left"];
  }
  return (low - high) * tall + 2 * top;
}

function networkOf(nodes, links, width, label, hrefOf, told) {
  const height = layOut(nodes, links, width);
  const svg = d3.create("svg").attr("class", "network").attr("viewBox", [0, 0, width, height]).attr("width", width).attr("height", height).attr("role", "group").attr("aria-label", label);
  const edges = svg.append("g").selectAll("a").data(links).join("a").attr("href", (one) => hrefOf(one.row));
  edges.append("title").text((one) => told(one.row));
  edges.append("line").attr("x1", (one) => one.source.x).attr("y1", (one) => one.source.y).attr("x2", (one) => one.target.x).attr("y2", (one) => one.target.y).attr("stroke-width", (one) => 1.5 + one.count / 2);
  const dots = svg.append("g").selectAll("a").data(nodes).join("a").attr("href", (one) => hrefOf(one.row)).attr("aria-label", (one) => one.name);
  dots.append("title").text((one) => `${one.name} ${one.count}\n${told(one.row)}`);
  dots.append("circle").attr("cx", (one) => one.x).attr("cy", (one) => one.y).attr("r", (one) => one.r);
  placeNames(svg.node(), nodes, width, height);
  return svg.node();
}

// Draws the report from the data in the page. Text goes in as text, never as HTML; every mark is a link to its passage.
"use strict";

const DATA = JSON.parse(document.getElementById("data").textContent);
const TYPES = [
  ["agreement", "協定", "Agreement", "#0b5cad"],
  ["memorandum", "覚書", "Memorandum", "#c2570c"],
  ["compact", "連携協約", "Compact", "#2f7d32"],
  ["sister_city", "姉妹・友好都市", "Sister city", "#8e3a9d"],
  ["declaration", "共同宣言", "Declaration", "#6b6b00"],
];
const STATUSES = [
  ["actual", "実績", "Actual", "#0b5cad"],
  ["target", "目標", "Target", "#c2570c"],
  ["forecast", "見込み", "Forecast", "#8e3a9d"],
  ["", "記載なし", "Not said", "#5b6875"],
];
const COLOUR = Object.fromEntries([...TYPES, ...STATUSES].map(([key, , , colour]) => [key, colour]));
const LABEL = {
  ja: Object.fromEntries([...TYPES, ...STATUSES].map(([key, ja]) => [key, ja])),
  en: Object.fromEntries([...TYPES, ...STATUSES].map(([key, , en]) => [key, en])),
};
const HEADS = {
  register: [["締結", "Signed"], ["種類", "Type"], ["名称", "Title"], ["当事者", "Parties"], ["出典", "Sources"], ["確信度", "Confidence"]],
  coverage: [["収集元", "Source"], ["文書", "Documents"], ["日付", "Dates"], ["都市", "Cities"], ["数値", "Figures"], ["協定", "Agreements"], ["読取の問題", "Problems"], ["最終取得", "Last fetched"]],
  waiting: [["種類", "Kind"], ["箇所", "Passage"], ["確信度", "Confidence"]],
};

let lang = (navigator.language || "ja").startsWith("ja") ? "ja" : "en";
const say = (ja, en) => (lang === "ja" ? ja : en);
const link = (row, record = row.record) => `passages/${row.document}.html#${record}`;
const signatories = (row) => row.parties.filter((party) => party.role === "signatory");
const place = (party) => party.code || (party.geonames ? `geonames ${party.geonames}` : null);
const told = (row) => `${row.signed || "—"} ${LABEL[lang][row.type]}「${row.title}」 ${signatories(row).map((party) => party.name).join("・")}`;
const PARTNERS = new Map(DATA.partners.map((one) => [one.place, one]));

function fill(id, ...nodes) {
  document.getElementById(id).replaceChildren(...nodes);
}

function node(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children.map((child) => (child === null || child === undefined ? "" : child)));
  return made;
}

function key(id, entries) {
  const dots = entries.map(([name]) => {
    const dot = d3.create("svg").attr("width", 10).attr("height", 10).attr("aria-hidden", "true");
    dot.append("circle").attr("cx", 5).attr("cy", 5).attr("r", 4.5).attr("fill", COLOUR[name]);
    return node("li", {}, dot.node(), LABEL[lang][name]);
  });
  fill(id, ...dots);
}

function table(id, rows) {
  const head = node("tr", {}, ...HEADS[id].map(([ja, en]) => node("th", { scope: "col" }, say(ja, en))));
  const body = rows.map((cells) => node("tr", {}, ...cells));
  fill(id, node("thead", {}, head), node("tbody", {}, ...body));
}

const cell = (value, kind) => node("td", kind ? { class: kind } : {}, value === null ? "" : typeof value === "number" ? value.toLocaleString(lang) : value);
const nothing = () => node("p", { class: "note" }, say("該当する記録はありません。", "Nothing of this kind yet."));

function drawTotals() {
  const shown = ["register", "documents", "dates", "cities", "figures"];
  fill("totals", ...shown.map((name) => node("li", {}, node("b", {}, DATA.totals[0][name].toLocaleString(lang)), DATA.names[name][lang])));
  fill("edition", `${say("版", "Edition")} ${DATA.edition.name}  ${DATA.edition.moment}`);
  fill("attribution", ...DATA.attribution.map((line) => node("p", {}, line)));
}

function drawTimeline(width) {
  const dated = DATA.agreements.filter((row) => row.signed_start).map((row) => ({ ...row, day: new Date(row.signed_start) }));
  const here = TYPES.filter(([type]) => DATA.agreements.some((row) => row.type === type));
  key("types", here);
  if (!dated.length) return fill("timeline", nothing());
  fill("timeline", Plot.plot({
    className: "plot", width, height: Math.max(160, 90 * here.length), marginLeft: 12, marginRight: 12,
    x: { type: "utc", label: say("締結日", "Signed"), nice: true }, y: { axis: null }, fy: { axis: null, domain: here.map(([type]) => type) },
    marks: [
      Plot.ruleY(here, { fy: ([type]) => type, y: 0, stroke: "#d9dee4" }),
      Plot.dot(dated, Plot.dodgeY("middle", {
        x: "day", fy: "type", r: 5, fill: (row) => COLOUR[row.type], fillOpacity: (row) => (row.status === "signed" ? 1 : 0.35),
        stroke: (row) => COLOUR[row.type], href: (row) => link(row), title: told, ariaLabel: told,
      })),
    ],
  }));
}

function drawMap(id, width, outline, projection, partners, named) {
  const here = new Set(partners.map((one) => one.place));
  const lines = [];
  for (const row of DATA.agreements) {
    const ends = signatories(row).map(place).filter((one) => here.has(one)).map((one) => PARTNERS.get(one));
    for (let i = 1; i < ends.length; i++) lines.push({ row, from: ends[0], to: ends[i] });
  }
  const first = new Map();
  for (const row of DATA.agreements) for (const party of signatories(row)) if (!first.has(place(party))) first.set(place(party), row);
  fill(id, Plot.plot({
    className: "plot", width, projection,
    marks: [
      Plot.geo(outline, { fill: "#e4e9ee", stroke: "#b9c3cd", strokeWidth: 0.5 }),
      Plot.link(lines, {
        x1: (one) => one.from.longitude, y1: (one) => one.from.latitude, x2: (one) => one.to.longitude, y2: (one) => one.to.latitude,
        stroke: (one) => COLOUR[one.row.type], strokeOpacity: 0.45, href: (one) => link(one.row), title: (one) => told(one.row),
      }),
      Plot.dot(partners, {
        x: "longitude", y: "latitude", r: 4, fill: "#0b5cad", stroke: "#fff", href: (one) => link(first.get(one.place)),
        title: (one) => `${one.name}\n${told(first.get(one.place))}`, ariaLabel: "name",
      }),
      Plot.text(partners.filter(named).slice(0, 60), { x: "longitude", y: "latitude", text: "name", dy: -9, fontSize: 10, stroke: "#fff", fill: "#1d2733" }),
    ],
  }));
}

function drawMaps(width) {
  const all = DATA.partners.filter((one) => DATA.agreements.some((row) => signatories(row).some((party) => place(party) === one.place)));
  const narrow = width < 640;
  const abroad = (one) => one.place.startsWith("geonames");
  const home = all.filter((one) => !abroad(one));
  const spread = { type: "MultiPoint", coordinates: home.length > 1 ? home.map((one) => [one.longitude, one.latitude]) : [[129, 31], [146, 45]] };
  const left = narrow ? width : Math.floor(width * 0.39);
  drawMap("japan", left, OUTLINES.japan, { type: "mercator", domain: spread, inset: 40 }, home, () => true);
  drawMap("world", narrow ? width : width - left - 16, OUTLINES.world, { type: "equal-earth", rotate: [-150, 0] }, all, abroad);
  const names = new Set(DATA.agreements.flatMap((row) => signatories(row).filter((party) => !PARTNERS.has(place(party))).map((party) => party.name)));
  fill("unmapped", names.size ? say(`位置のわからない当事者: ${names.size}`, `Parties without a known position: ${names.size}`) : "");
}

function drawNetwork(width) {
  const nodes = new Map();
  const links = [];
  for (const row of DATA.agreements.slice(0, 400)) {
    const parties = signatories(row).slice(0, 12);
    for (const party of parties) {
      const id = place(party) || party.name;
      if (!nodes.has(id)) nodes.set(id, { id, name: party.name, row, count: 0 });
      nodes.get(id).count += 1;
    }
    for (let i = 1; i < parties.length; i++) links.push({ source: place(parties[0]) || parties[0].name, target: place(parties[i]) || parties[i].name, row });
  }
  if (!nodes.size) return fill("network", nothing());
  const height = Math.min(720, 220 + 8 * nodes.size);
  const points = [...nodes.values()];
  d3.forceSimulation(points)
    .force("link", d3.forceLink(links).id((one) => one.id).distance(70))
    .force("charge", d3.forceManyBody().strength(-140))
    .force("apart", d3.forceCollide(20))
    .force("x", d3.forceX(width / 2).strength(0.06)).force("y", d3.forceY(height / 2).strength(0.12))
    .stop().tick(300);
  const inside = (value, most) => Math.max(12, Math.min(most - 12, value));
  for (const one of points) [one.x, one.y] = [inside(one.x, width - 60), inside(one.y, height)];
  const svg = d3.create("svg").attr("class", "network").attr("viewBox", [0, 0, width, height]).attr("width", width).attr("height", height).attr("role", "img");
  const edges = svg.append("g").selectAll("a").data(links).join("a").attr("href", (one) => link(one.row));
  edges.append("title").text((one) => told(one.row));
  edges.append("line").attr("x1", (one) => one.source.x).attr("y1", (one) => one.source.y).attr("x2", (one) => one.target.x).attr("y2", (one) => one.target.y).attr("stroke-width", 2);
  const dots = svg.append("g").selectAll("a").data(points).join("a").attr("href", (one) => link(one.row));
  dots.append("title").text((one) => `${one.name} ${one.count}`);
  dots.append("circle").attr("cx", (one) => one.x).attr("cy", (one) => one.y).attr("r", (one) => 4 + 2 * Math.sqrt(one.count));
  dots.append("text").attr("x", (one) => one.x + 9).attr("y", (one) => one.y + 4).text((one) => one.name);
  fill("network", svg.node());
}

// The years that have a mark, no more than fit side by side.
function years(rows) {
  const all = [...new Set(rows.map((row) => row.year))];
  const step = Math.ceil(all.length / 6);
  return all.filter((_, place) => place % step === 0);
}

function drawFigures(width) {
  key("statuses", STATUSES);
  const series = d3.groups(DATA.points, (row) => `${row.publisher}\u0000${row.measure}\u0000${row.unit}`);
  if (!series.length) return fill("figures", nothing());
  fill("figures", ...series.map(([, rows]) => node("div", {},
    node("h3", {}, rows[0].measure, " ", node("span", { class: "unit" }, `${rows[0].unit} ・ ${rows[0].publisher}`)),
    Plot.plot({
      className: "plot", width: Math.min(width, 360), height: 200, marginLeft: 56,
      x: { label: null, tickFormat: "d", ticks: years(rows), inset: 10 }, y: { label: null, grid: true, ticks: 5, zero: false, nice: true, tickFormat: (value) => value.toLocaleString(lang, { notation: "compact" }) },
      marks: [
        ...STATUSES.map(([status]) => Plot.line(rows.filter((row) => row.status === status), {
          x: "year", y: "number", stroke: COLOUR[status], strokeOpacity: 0.5, strokeDasharray: status === "actual" || status === "" ? null : "4 3",
        })),
        Plot.dot(rows, {
          x: "year", y: "number", r: 4, stroke: (row) => COLOUR[row.status], strokeWidth: 1.5,
          fill: (row) => (row.status === "target" ? "#fff" : COLOUR[row.status]), href: (row) => link(row),
          title: (row) => `${row.wareki || row.year} ${row.number.toLocaleString(lang)} ${row.unit} ${LABEL[lang][row.status]}`,
        }),
      ],
    }))));
}

function drawTables() {
  table("register", DATA.agreements.map((row) => [
    cell(row.signed ? say(row.signed_wareki || row.signed, row.signed) : "—", "day"), cell(LABEL[lang][row.type]),
    node("td", {}, node("a", { href: link(row) }, row.title)), cell(row.parties.map((party) => party.name).join("・")), cell(row.sources, "number"), cell(row.confidence.toFixed(2), "number"),
  ]));
  const counts = ["documents", "dates", "cities", "figures", "agreements", "problems"];
  table("coverage", DATA.coverage.map((row) => [cell(row.source), ...counts.map((name) => cell(row[name], "number")), cell(row.fetched, "day")]));
  table("waiting", DATA.waiting.map((row) => [
    cell(DATA.names[row.table][lang]), node("td", {}, node("a", { href: link(row, row.id) }, row.text || row.id)), cell(row.confidence.toFixed(2), "number"),
  ]));
  const waits = DATA.waits.map((row) => `${DATA.names[row.table][lang]} ${row.records.toLocaleString(lang)}`).join(say("、", ", "));
  fill("waits", say(`未確認で確信度 ${DATA.sure} 未満: `, `Unreviewed, confidence below ${DATA.sure}: `) + (waits || "0"));
}

function draw() {
  document.documentElement.lang = lang;
  for (const button of document.querySelectorAll("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  const width = Math.min(1120, document.querySelector("main").clientWidth);
  drawTotals();
  drawTimeline(width);
  drawMaps(width);
  drawNetwork(width);
  drawFigures(width);
  drawTables();
}

for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => {
    lang = button.dataset.lang;
    draw();
  });
}
draw();

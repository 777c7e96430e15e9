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
const STATES = { planned: ["予定", "planned"], ended: ["終了", "ended"] };
const HEADS = {
  register: [["締結", "Signed"], ["種類", "Type"], ["名称", "Title"], ["当事者", "Parties"], ["出典", "Sources"], ["確信度", "Confidence"]],
  coverage: [["収集元", "Source"], ["文書", "Documents"], ["日付", "Dates"], ["都市", "Cities"], ["数値", "Figures"], ["協定", "Agreements"], ["読取の問題", "Problems"], ["消えたページ", "Pages gone"], ["最終取得", "Last fetched"]],
  suggestions: [["一方", "One"], ["他方", "The other"], ["比べたこと", "What was compared"]],
  waiting: [["種類", "Kind"], ["箇所", "Passage"], ["文書", "Document"], ["確信度", "Confidence"]],
};
const TOTALS = [["register", "協定", "Agreements"], ["documents", "文書", "Documents"], ["dates", "日付", "Dates"], ["cities", "自治体・都市", "Cities"], ["figures", "数値", "Figures"]];

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

function key(id, entries, extra = []) {
  const dots = entries.map(([name]) => {
    const dot = d3.create("svg").attr("width", 12).attr("height", 12).attr("aria-hidden", "true");
    dot.append("circle").attr("cx", 6).attr("cy", 6).attr("r", 4.5).attr("stroke", COLOUR[name]).attr("stroke-width", 1.5).attr("fill", name === "target" ? "#fff" : COLOUR[name]);
    return node("li", {}, dot.node(), LABEL[lang][name]);
  });
  fill(id, ...dots, ...extra.map((text) => node("li", {}, text)));
}

function table(id, rows) {
  const head = node("tr", {}, ...HEADS[id].map(([ja, en]) => node("th", { scope: "col" }, say(ja, en))));
  const body = rows.map((cells) => node("tr", {}, ...cells));
  fill(id, node("thead", {}, head), node("tbody", {}, ...body));
}

const cell = (value, kind) => node("td", kind ? { class: kind } : {}, value === null ? "" : typeof value === "number" ? value.toLocaleString(lang) : value);
const nothing = () => node("p", { class: "note" }, say("該当する記録はありません。", "Nothing of this kind yet."));

const cut = (text, most = 90) => (text.length > most ? `${text.slice(0, most)}…` : text);
const when = (row) => (row.signed ? say(row.signed_wareki || row.signed, row.signed) : say("日付なし", "undated"));
const day = (moment) => new Date(moment).toLocaleDateString(lang, { dateStyle: "long", timeZone: "UTC" });

function drawTotals() {
  fill("totals", ...TOTALS.map(([name, ja, en]) => node("li", {}, node("b", {}, DATA.totals[0][name].toLocaleString(lang)), say(ja, en))));
  const told = DATA.totals[0].documents ? day(DATA.edition.moment) : say("まだ文書がありません。", "No documents yet.");
  fill("edition", node("span", {}, told), " ", node("span", { class: "note" }, `${say("版", "Edition")} ${DATA.edition.name}`));
  fill("attribution", ...DATA.attribution.map((line) => node("p", {}, line)));
}

// The dots of a row: as large as its tallest pile allows, the row no higher than that pile takes.
function dotsOf(dated, width, most) {
  const [first, last] = d3.extent(dated, (row) => row.day);
  for (let r = 5; ; r -= 0.5) {
    const step = Math.max(1, ((last - first) * 2 * r) / (width - 24));
    const piles = d3.rollup(dated, (all) => all.length, (row) => `${row.type} ${Math.floor((row.day - first) / step)}`);
    const high = 26 + d3.max(piles.values()) * 1.2 * (2 * r + 0.5);
    if (high <= most || r === 1) return { r, pitch: Math.max(46, Math.min(most, high)) };
  }
}

function drawTimeline(width) {
  const dated = DATA.agreements.filter((row) => row.signed_start).map((row) => ({ ...row, day: new Date(row.signed_start) }));
  const here = TYPES.filter(([type]) => dated.some((row) => row.type === type)).map(([type]) => ({ type, rows: dated.filter((row) => row.type === type).length }));
  const notes = [];
  if (dated.some((row) => row.status !== "signed")) notes.push(say("薄い印は予定または終了。", "Faint marks are planned or ended."));
  if (dated.length < DATA.agreements.length) notes.push(say(`締結日のわからない協定: ${DATA.agreements.length - dated.length}。`, `Without a day of signing: ${DATA.agreements.length - dated.length}.`));
  if (DATA.agreements.length < DATA.totals[0].register) notes.push(say(`新しい順に ${DATA.agreements.length.toLocaleString(lang)} 件。`, `The newest ${DATA.agreements.length.toLocaleString(lang)}.`));
  fill("timeline-note", notes.join(" "));
  if (!here.length) return fill("timeline", nothing());
  const { r, pitch } = dotsOf(dated, width, 120);
  fill("timeline", Plot.plot({
    className: "plot", width, height: pitch * here.length + 40, marginLeft: 8, marginRight: 8, marginTop: 8, marginBottom: 30,
    style: { fontSize: "12px" }, ariaLabel: say("協定の年表", "Timeline of agreements"),
    x: { type: "utc", label: null, nice: true, insetLeft: 12, insetRight: 12 }, y: { axis: null }, fy: { axis: null, domain: here.map((one) => one.type), padding: 0.08 },
    marks: [
      Plot.gridX({ stroke: "#5b6875", strokeOpacity: 0.15, ticks: width < 640 ? 5 : 12 }),
      Plot.axisX({ ticks: width < 640 ? 5 : 12, anchor: "bottom", fontSize: 12 }),
      Plot.frame({ anchor: "bottom", stroke: "#9aa7b4" }),
      Plot.dot(dated, Plot.dodgeY("bottom", {
        x: "day", fy: "type", r, padding: 0.5, fill: (row) => COLOUR[row.type], fillOpacity: (row) => (row.status === "signed" ? 1 : 0.25),
        stroke: (row) => COLOUR[row.type], strokeWidth: 1, href: (row) => link(row), title: told, ariaLabel: told,
      })),
      Plot.text(here, {
        fy: "type", frameAnchor: "top-left", dx: 2, dy: 2, fontSize: 13, fontWeight: 600, fill: (one) => COLOUR[one.type], stroke: "#fff", strokeWidth: 4,
        text: (one) => `${LABEL[lang][one.type]} ${one.rows.toLocaleString(lang)}`,
      }),
    ],
  }));
}

function drawNetwork(width) {
  const partiesOf = (row) => signatories(row).slice(0, 12);
  const idOf = (party) => place(party) || party.name;
  const { chosen, all } = busiest(DATA.agreements, partiesOf, idOf, width < 640 ? 36 : 90);
  const { nodes, links } = graph(chosen, partiesOf, idOf);
  fill("network-note", nodes.length < all ? say(`協定の多い当事者とその相手 ${nodes.length}（全 ${all.toLocaleString(lang)}）`, `The busiest parties and their partners: ${nodes.length} of ${all.toLocaleString(lang)}`) : "");
  fill("network", nodes.length ? networkOf(nodes, links, width, say("当事者のつながり", "Network of parties"), link, told) : nothing());
}

// The years that have a mark, as many as stand side by side, the last one always.
function years(rows, width) {
  const all = d3.sort(new Set(rows.map((row) => row.year)), (year) => -year);
  const apart = (44 * (all[0] - all.at(-1))) / width;
  const shown = [];
  for (const year of all) if (!shown.length || shown.at(-1) - year >= apart) shown.push(year);
  return shown;
}

function drawFigures(width) {
  key("statuses", STATUSES.filter(([status]) => DATA.points.some((row) => row.status === status)));
  const series = d3.groups(DATA.points, (row) => `${row.publisher}\u0000${row.measure}\u0000${row.unit}`);
  if (!series.length) return fill("figures", nothing());
  const columns = Math.max(1, Math.floor((width + 24) / 300));
  const each = Math.floor((width - 24 * (columns - 1)) / columns);
  fill("figures", ...series.map(([, rows]) => figure(rows, each)));
}

function figure(rows, width) {
  const [first] = rows;
  const short = (value) => value.toLocaleString(lang, { notation: "compact", maximumSignificantDigits: 4 });
  const made = node("div", {},
    node("h3", {}, first.measure, " ", node("span", { class: "unit" }, `（${first.unit}）`)),
    node("p", { class: "note" }, [first.publisher, first.heading !== first.measure && first.heading].filter(Boolean).map((text) => cut(text, 40)).join(" ・ ")),
    Plot.plot({
      className: "plot", width, height: 190, marginLeft: 56, marginRight: 12, style: { fontSize: "12px" }, ariaLabel: `${first.measure} ${first.publisher}`,
      x: { label: null, tickFormat: "d", ticks: years(rows, width - 88), inset: 10 }, y: { label: null, grid: true, ticks: 4, zero: false, nice: true, tickFormat: short },
      marks: [
        // Where several documents tell of a year, the line goes by the one updated last.
        ...STATUSES.map(([status]) => Plot.line(d3.rollups(rows.filter((row) => row.status === status), (told) => told.at(-1), (row) => row.year).map(([, row]) => row), {
          x: "year", y: "number", stroke: COLOUR[status], strokeOpacity: 0.5, strokeDasharray: status === "actual" || status === "" ? null : "4 3",
        })),
        Plot.dot(rows, {
          x: "year", y: "number", r: 4, stroke: (row) => COLOUR[row.status], strokeWidth: 1.5,
          fill: (row) => (row.status === "target" ? "#fff" : COLOUR[row.status]), href: (row) => link(row),
          title: (row) => `${row.wareki || row.year} ${row.number.toLocaleString(lang)} ${row.unit} ${LABEL[lang][row.status]}`,
          ariaLabel: (row) => `${row.year} ${row.number} ${row.unit} ${LABEL[lang][row.status]}`,
        }),
      ],
    }));
  made.style.width = `${width}px`;
  return made;
}

function drawRegister() {
  const wanted = document.getElementById("find").value.trim();
  const named = (row) => row.parties.map((party) => (party.role === "witness" ? `${party.name}${say("（立会）", " (witness)")}` : party.name)).join("・");
  const kind = (row) => LABEL[lang][row.type] + (row.status in STATES ? say(`（${STATES[row.status][0]}）`, ` (${STATES[row.status][1]})`) : "");
  const shown = DATA.agreements.filter((row) => !wanted || `${row.title} ${named(row)} ${kind(row)} ${row.signed} ${row.signed_wareki}`.includes(wanted));
  table("register", shown.map((row) => [
    cell(when(row), "day"), cell(kind(row)), node("td", {}, node("a", { href: link(row) }, row.title)), cell(named(row)), cell(row.sources, "number"),
    cell(`${row.review === "unreviewed" ? "" : "✓ "}${row.confidence.toFixed(2)}`, "number"),
  ]));
  const note = [wanted ? say(`${shown.length.toLocaleString(lang)} 件`, `${shown.length.toLocaleString(lang)} found`) : ""];
  if (shown.some((row) => row.review !== "unreviewed")) note.push(say("✓ は人が確かめたもの。", "✓ was looked at by a person."));
  fill("register-note", note.join(" "));
}

function drawTables() {
  drawRegister();
  const counts = ["documents", "dates", "cities", "figures", "agreements", "problems", "gone"];
  table("coverage", DATA.coverage.map((row) => [cell(row.source), ...counts.map((name) => cell(row[name], "number")), cell(row.fetched && day(row.fetched), "day")]));
  const side = (row, record) => node("td", {}, node("a", { href: link(row, record) }, row.title), node("br"), `${when(row)} ${signatories(row).map((party) => party.name).join("・")}`);
  const other = (row) => ({ document: row.other_document, title: row.other_title, signed: row.other_signed, signed_wareki: row.other_signed_wareki, parties: row.other_parties });
  table("suggestions", DATA.suggestions.map((row) => [side(row, row.record), side(other(row), row.other_record), cell(row.reason)]));
  table("waiting", DATA.waiting.map((row) => [
    cell(DATA.names[row.table][lang]), node("td", {}, node("a", { href: link(row, row.id) }, cut(row.text || row.id))), cell(row.title && cut(row.title, 40)), cell(row.confidence.toFixed(2), "number"),
  ]));
  const pairs = DATA.totals[0].register_suggestions;
  fill("pairs", pairs ? say(`同じ協定かもしれない組: ${pairs.toLocaleString(lang)}。renkei review の「協定台帳」で決められます。`, `Pairs that may be one agreement: ${pairs.toLocaleString(lang)}. Decide on the page Register of renkei review.`) : say("同じ協定かもしれない組はありません。", "No two entries seem to be one agreement."));
  const waits = DATA.waits.map((row) => `${DATA.names[row.table][lang]} ${row.records.toLocaleString(lang)}`).join(say("、", ", "));
  fill("waits", say(`未確認で確信度 ${DATA.sure} 未満、またはOCRで読んだ数値: `, `Unreviewed, confidence below ${DATA.sure} or a figure read by OCR: `) + (waits || "0"));
  for (const id of ["suggestions", "waiting"]) document.getElementById(id).parentElement.hidden = !DATA[id].length;
}

function draw(width = document.querySelector("main").clientWidth) {
  document.documentElement.lang = lang;
  for (const button of document.querySelectorAll("[data-lang]")) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  drawTotals();
  drawTimeline(width);
  drawMaps(width);
  drawNetwork(width);
  drawFigures(width);
  drawTables();
}

const PAPER = 690; // pixels across A4 within its margins
for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => {
    lang = button.dataset.lang;
    draw();
  });
}
document.getElementById("find").addEventListener("input", drawRegister);
addEventListener("beforeprint", () => draw(PAPER));
addEventListener("afterprint", () => draw());
let drawn = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== drawn) draw();
  drawn = innerWidth;
});
draw();

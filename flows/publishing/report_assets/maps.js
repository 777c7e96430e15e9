// The maps of Japan and of the world: partner cities, and lines between those that agreed. report.js calls `drawMaps`.
"use strict";

const SEA = "#f4f7fa";
const LAND = "#dbe2e8";
// The lands without Antarctica, where no city is.
const LANDS = { type: "MultiPolygon", coordinates: OUTLINES.world.coordinates.filter(([ring]) => d3.max(ring, (point) => point[1]) > -58) };
const abroad = (one) => one.place.startsWith("geonames");

function drawMap(id, label, width, height, projection, outline, partners) {
  const here = new Set(partners.map((one) => one.place));
  const lines = [];
  const newest = new Map();
  const counts = new Map();
  for (const row of DATA.agreements) {
    const places = signatories(row).map(place);
    for (const one of places) if (!newest.has(one)) newest.set(one, row);
    for (const one of places) counts.set(one, (counts.get(one) || 0) + 1);
    const ends = places.filter((one) => here.has(one)).map((one) => PARTNERS.get(one));
    for (let i = 1; i < ends.length; i++) lines.push({ row, from: ends[0], to: ends[i] });
  }
  const radius = partners.length > 150 ? 2.5 : 4;
  const plot = Plot.plot({
    className: "plot", width, height, margin: 0, projection: () => projection, ariaLabel: label,
    marks: [
      Plot.frame({ fill: SEA, stroke: "#c3ccd5" }),
      Plot.geo(outline, { fill: LAND, stroke: "#b3bec8", strokeWidth: 0.5, clip: "frame" }),
      Plot.link(lines, {
        x1: (one) => one.from.longitude, y1: (one) => one.from.latitude, x2: (one) => one.to.longitude, y2: (one) => one.to.latitude, clip: "frame",
        stroke: (one) => COLOUR[one.row.type], strokeWidth: 1.25, strokeOpacity: Math.max(0.15, Math.min(0.7, 25 / lines.length)), href: (one) => link(one.row), title: (one) => told(one.row),
      }),
      Plot.dot(partners, {
        x: "longitude", y: "latitude", r: radius, fill: "#0b5cad", stroke: "#fff", strokeWidth: 0.75, clip: "frame", href: (one) => link(newest.get(one.place)),
        title: (one) => `${one.name} ${counts.get(one.place)}\n${told(newest.get(one.place))}`, ariaLabel: "name",
      }),
    ],
  });
  const marks = partners.map((one) => {
    const [x, y] = projection([one.longitude, one.latitude]) || [-99, -99];
    return { x, y, r: radius, name: one.name, weight: counts.get(one.place), quiet: id === "world" && !abroad(one) };
  });
  placeNames(plot, marks.filter((mark) => !mark.quiet), width, height, 80);
  fill(id, plot);
}

function drawMaps(width) {
  const all = DATA.partners.filter((one) => DATA.agreements.some((row) => signatories(row).some((party) => place(party) === one.place)));
  const home = all.filter((one) => !abroad(one));
  const names = new Set(DATA.agreements.flatMap((row) => signatories(row).filter((party) => !PARTNERS.has(place(party))).map((party) => party.name)));
  fill("unmapped", names.size ? say(`位置のわからない当事者: ${names.size}`, `Parties without a known position: ${names.size}`) : "");
  key("map-types", TYPES.filter(([type]) => DATA.agreements.some((row) => row.type === type)));
  if (!all.length) return fill("japan", nothing());
  const narrow = width < 640;
  const left = narrow ? width : Math.floor((width - 16) * 0.35);
  const right = narrow ? width : width - left - 16;
  const height = narrow ? Math.round(width * 1.1) : Math.round(left * 1.05);
  const [west, east, south, north] = home.length ? [...d3.extent(home, (one) => one.longitude), ...d3.extent(home, (one) => one.latitude)] : [129, 146, 31, 45];
  const wide = Math.max(0, 4 - (east - west)) / 2;
  const spread = { type: "MultiPoint", coordinates: [[west - wide, south], [east + wide, north]] };
  const inset = Math.min(44, left / 8);
  drawMap("japan", say("日本の地図", "Map of Japan"), left, height, d3.geoMercator().fitExtent([[inset, inset], [left - inset, height - inset]], spread), OUTLINES.japan, home);
  const band = { type: "MultiPoint", coordinates: d3.range(-179, 180, 10).flatMap((x) => [[x, -50], [x, 0], [x, 70]]) };
  drawMap("world", say("世界地図", "Map of the world"), right, narrow ? Math.round(width * 0.6) : height, d3.geoEqualEarth().rotate([-150, 0]).fitExtent([[4, 4], [right - 4, (narrow ? width * 0.6 : height) - 4]], band), LANDS, all);
}

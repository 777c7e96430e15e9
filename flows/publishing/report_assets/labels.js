// Names beside marks: as many as fit without covering one another or a mark; the rest are told when a mark is pointed at.
"use strict";

const SIZE = 12; // pixels
const SIDES = {
  right: (mark, w, h) => [mark.x + mark.r + 3, mark.y - h / 2],
  left: (mark, w, h) => [mark.x - mark.r - 3 - w, mark.y - h / 2],
  above: (mark, w, h) => [mark.x - w / 2, mark.y - mark.r - 1 - h],
  below: (mark, w, h) => [mark.x - w / 2, mark.y + mark.r + 1],
};

const nameWidth = (name, size = SIZE) => d3.sum(name, (letter) => (letter < "\u0100" ? 0.58 : 1)) * size;
const meets = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

// Appends the names to `svg`, the marks of most weight first; a mark's `sides` are tried in their order.
function placeNames(svg, marks, width, height, most = 200) {
  const h = SIZE + 2;
  const taken = marks.map((mark) => [mark.x - mark.r, mark.y - mark.r, mark.x + mark.r, mark.y + mark.r]);
  const group = d3.select(svg).append("g").attr("class", "names").attr("text-anchor", "start").attr("aria-hidden", "true");
  let left = most;
  for (const mark of d3.sort(marks, (one) => -one.weight)) {
    if (left === 0) return;
    const w = nameWidth(mark.name);
    for (const side of mark.sides || ["right", "left", "above", "below"]) {
      const [x, y] = SIDES[side](mark, w, h);
      const box = [x, y, x + w, y + h];
      if (x < 0 || y < 0 || box[2] > width || box[3] > height || taken.some((other) => meets(box, other))) continue;
      taken.push(box);
      group.append("text").attr("x", x).attr("y", y + SIZE - 1).text(mark.name);
      left -= 1;
      break;
    }
  }
}

// Keys, selection and small conveniences. The server never trusts what comes from here, and every screen works without.
"use strict";
document.documentElement.classList.add("scripted");

const typing = (element) => element.closest("input:not([type=hidden]), textarea, select, [contenteditable]") !== null;

// One key for each act: the element that bears it is clicked. While a value is typed, only Esc and Ctrl+Enter act.
document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey || event.metaKey) return;
  const open = document.querySelector("dialog[open]");
  if (event.key === "Escape" && !open && typing(event.target)) return event.target.blur();
  if (event.key === "Enter" && event.ctrlKey) return press("s", event);
  if (event.key === "Enter" && event.target.id === "place") return document.querySelector("[data-place]")?.click();
  if (event.ctrlKey || open || typing(event.target)) return;
  if (event.key === "?") return openDialog("keys", event);
  if (event.key === "e") return focusFirst(event);
  if (event.key === "q") return event.preventDefault(), location.assign("/");
  if (event.key === "/" && !document.querySelector("[data-key='/']")) return event.preventDefault(), location.assign("/register");
  press(event.key, event);
});

function press(key, event) {
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target || event.repeat) return;
  event.preventDefault();
  target.matches("input") ? (target.focus(), target.select()) : target.click();
}

function focusFirst(event) {
  const first = document.querySelector("#decision :is(input:not([type=hidden], [type=search]), select)");
  if (first) event.preventDefault(), first.focus(), first.select?.();
}

function openDialog(name, event) {
  event.preventDefault();
  document.getElementById(name)?.showModal();
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  if (at("[data-open]")) openDialog(at("[data-open]").dataset.open, event);
  else if (at("[data-zoom]")) zoom(Number(at("[data-zoom]").dataset.zoom));
  else if (at("[data-place]")) fillPlace(at("[data-place]").dataset);
  else if (at("[data-add-row]")) addRow();
  else if (at("[data-add]")) addSelected();
  else if (at("[data-record]") && getSelection().isCollapsed) location.assign(`/record/${at("[data-record]").dataset.record}`);
});

document.addEventListener("change", (event) => {
  if (event.target.closest("form[data-auto]")) event.target.form.requestSubmit();
});

document.addEventListener("input", (event) => {
  const field = event.target;
  if (field.form?.id !== "decision" || field.id === "f-note") return;
  const before = field.tagName === "SELECT" ? [...field.options].find((option) => option.defaultSelected)?.value ?? field.options[0].value : field.defaultValue;
  field.classList.toggle("changed", field.value !== before);
});

// A decision is sent once, however often its key is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));

function set(field, value) {
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function fillPlace(place) {
  const form = document.getElementById("decision");
  if (form.elements["party-0-name"]) return fillParty(form, place);
  for (const name of ["name", "code", "prefecture", "country", "level", "geonames"]) set(form.elements[name], place[name]);
}

function fillParty(form, place) {
  const rows = [...form.querySelectorAll(".parties tbody tr")];
  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const row = rows.find((one) => one === lastRow) ?? rows.find((one) => !part(one, "name").value) ?? addRow();
  for (const name of ["name", "code", "country", "geonames"]) set(part(row, name), place[name]);
  lastRow = null;
}

let lastRow = null; // the party that was being typed when the search began
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.(".parties tbody tr");
  if (row) lastRow = row;
});

function addRow() {
  const body = document.querySelector(".parties tbody");
  const row = body.rows[body.rows.length - 1].cloneNode(true);
  const number = body.rows.length;
  for (const field of row.querySelectorAll("[name]")) {
    field.name = field.name.replace(/^party-\d+/, `party-${number}`);
    if (field.tagName !== "SELECT") field.value = field.defaultValue = "";
    const label = field.getAttribute("aria-label");
    if (label) field.setAttribute("aria-label", label.replace(/\d+/, number + 1));
  }
  body.append(row);
  return row;
}

function zoom(step) {
  const picture = document.querySelector(".sheet svg");
  const level = Math.min(4, Math.max(0, Number(picture.classList[0].slice(5)) + step));
  picture.classList.replace(picture.classList[0], `zoom-${level}`);
  showCurrent();
}

function showCurrent() {
  const pane = document.querySelector(".paper, .sheet");
  const mark = pane?.querySelector(".current");
  if (!mark) return;
  const [outer, inner] = [pane.getBoundingClientRect(), mark.getBoundingClientRect()];
  pane.scrollTop += inner.top - outer.top - pane.clientHeight / 2;
  pane.scrollLeft += inner.left - outer.left - pane.clientWidth / 2;
}

// What is selected in a document: where it begins and ends, as a segment's name and a place inside it.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const paper = document.querySelector("[data-document]");
  if (!paper || !range.intersectsNode(paper)) return null;
  const spans = [...paper.querySelectorAll("[data-s]")].filter((span) => range.intersectsNode(span) && span.firstChild);
  if (!spans.length) return null;
  const [first, last] = [spans[0], spans[spans.length - 1]];
  const from = range.startContainer === first.firstChild ? range.startOffset : 0;
  const to = range.endContainer === last.firstChild ? range.endOffset : last.firstChild.length;
  return { document: paper.dataset.document, from: `${first.dataset.s}.${from}`, to: `${last.dataset.s}.${to}` };
}

document.addEventListener("selectionchange", () => {
  const button = document.querySelector("[data-add]");
  if (button) button.hidden = selected() === null;
});

function addSelected() {
  const found = selected();
  if (found) location.assign(`/document/${found.document}/add?from=${found.from}&to=${found.to}`);
}

showCurrent();

// Shows the passage that the address names, in all its pieces.
"use strict";

function show() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  let first = null;
  for (const mark of document.querySelectorAll("mark")) {
    const here = wanted !== "" && mark.dataset.records.split(" ").includes(wanted);
    mark.classList.toggle("here", here);
    if (here && first === null) first = mark;
  }
  if (first) first.scrollIntoView({ block: "center" });
}

addEventListener("hashchange", show);
show();

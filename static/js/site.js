// What pages do beyond what HTML does. Every page works without it.

import { Autosave } from "./autosave/autosave.js";
import { startComments } from "./comments/comments.js";
import { drop, dropAll, dropOthers } from "./copies.js";
import { echoValues } from "./figures.js";
import { startPageForm } from "./pageform.js";

dropOthers();
document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => dropAll());
// A link to a field leads to the field, whatever else is wrong on the page.
if (!window.location.hash) document.querySelector(".error-summary")?.focus();
// On a narrow screen the sections stand in a row that scrolls: the open one is shown.
document.querySelector(".section-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

for (const form of document.querySelectorAll("form[data-autosave]")) {
  echoValues(form);
  new Autosave(form).start();
}

const paper = document.querySelector("#paper[data-news]");
if (paper) startComments(paper);

for (const form of document.querySelectorAll("main form[data-copy]")) startPageForm(form);

// On the page of two texts the saved one is kept: the browser's copy of the other has done its work.
for (const choice of document.querySelectorAll("a[data-decides]")) {
  choice.addEventListener("click", () => drop(choice.dataset.decides));
}

// A menu closes when one looks elsewhere.
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.who[open]")) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") for (const menu of document.querySelectorAll("details.who[open]")) menu.open = false;
});

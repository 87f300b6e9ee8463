// Copies of earlier sittings that never reached the server, offered above the form until a person has decided on each.

import * as copies from "../copies.js";
import { button } from "../elements.js";
import { sentence } from "../page.js";
import { differ, valuesOf } from "./values.js";

// `put` is called with a copy that is to be put back and resolves to whether it could be.
export function offerCopies(form, start, put) {
  for (const copy of copies.under(start)) {
    if (!differ(copy.values, valuesOf(form))) {
      copies.drop(copy.place);
      continue;
    }
    form.before(offer(copy, put));
    form.closest("details")?.setAttribute("open", "");
  }
}

function offer(copy, put) {
  const notice = document.createElement("div");
  notice.className = "notice notice-warning";
  notice.setAttribute("role", "alert");
  const style = { dateStyle: "short", timeStyle: "short" };
  const time = new Date(copy.at).toLocaleString(document.documentElement.lang, style);
  const putBack = async () => {
    if (await put(copy)) done(notice, copy);
  };
  const said = sentence(copy.isDecision ? "recoveredDecision" : "recovered", { time });
  notice.append(said, " ", button(sentence("restore"), putBack), " ");
  notice.append(button(sentence("discard"), () => done(notice, copy)));
  return notice;
}

function done(notice, copy) {
  notice.remove();
  copies.drop(copy.place);
}

// The one way in which scripts post words. Stored is what this site says is stored, in its answer to this very request.
// All other answers, of gateways, sign-in pages and servers in trouble, are told apart by what one can do about them.

import { renewToken, token } from "./csrf.js";
import { person, sentence } from "./page.js";
import { askToSignIn } from "./signin.js";

const LATER = [408, 429]; // what this site answers when it has no time just now
const PATIENCE = 30000; // a server under load answers within this; one that does not is taken for silent

// What the site has surely not stored. Of all else one cannot know: it may have arrived, and only the answer was lost.
const REASONS = {
  403: { why: "forbidden", isLost: true },
  408: { why: "silent" },
  413: { why: "tooLong", isLost: true },
  429: { why: "busy", isLost: true },
  500: { why: "trouble" },
  502: { why: "silent" },
  503: { why: "silent" },
  504: { why: "silent" },
  507: { why: "full" },
};

// Resolves to one of
//   { kind: "stored" | "refused" | "conflict", answer }  as this site said,
//   { kind: "signIn" }                                   the person did not sign in again,
//   { kind: "retry", why, said, after, isLost }          not done now: `why` names a sentence, where this site did not
//                                                        say why itself; `after` are seconds that were asked for.
// `proves` tells of an answer whether it says that the words are stored; `asking` is called before the password is
// asked for.
export async function send(address, fields, { proves, asking = () => {}, ...options }) {
  const post = () => tryOnce(address, fields, proves, options);
  let outcome = await post();
  if (outcome.why === "forbidden" && (await withPatience(renewToken).catch(() => false))) outcome = await post();
  if (outcome.kind !== "signIn") return outcome;
  asking();
  return (await askToSignIn()) ? post() : outcome;
}

async function tryOnce(address, fields, proves, { keepalive = false, patience = PATIENCE }) {
  const headers = { ...FORM, Accept: "application/json", "X-CSRFToken": token(), "X-Person": person };
  const options = { method: "POST", body: encode(fields), headers, keepalive, redirect: "manual" };
  try {
    return await withPatience(async ({ signal }) => {
      const response = await fetch(address, { ...options, signal });
      return understand(response, ours(await response.text(), address), proves);
    }, patience);
  } catch (error) {
    return { kind: "retry", why: navigator.onLine || error.name === "AbortError" ? "silent" : "offline" };
  }
}

const FORM = { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" };

// A form as browsers send it, but that only the signs are escaped which mean something there: a Han character takes
// three bytes instead of nine, and the server need not put it together again.
function encode(fields) {
  const params = new URLSearchParams(fields);
  params.delete("csrfmiddlewaretoken"); // the one of the page may be older than the header's
  return [...params].map((pair) => pair.map(escapeSigns).join("=")).join("&");
}

const escapeSigns = (text) => text.replaceAll(/[%&+=]/g, encodeURIComponent);

export const bytesOf = (fields) => new TextEncoder().encode(encode(fields)).length;

async function withPatience(act, patience = PATIENCE) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), patience);
  try {
    return await act({ signal: abort.signal });
  } finally {
    clearTimeout(timer);
  }
}

// The site names the address that it answers; what does not parse, or names another one, is somebody else's answer.
function ours(text, address) {
  try {
    const answer = JSON.parse(text);
    return answer.to === new URL(address, window.location.href).pathname ? answer : null;
  } catch {
    return null;
  }
}

function understand(response, answer, proves) {
  const { status } = response;
  if (answer?.lacks === "token") return { kind: "retry", ...REASONS[403] };
  if (answer && status === 401) return { kind: "signIn", answer, isLost: true };
  const isFinal = answer && status < 500 && !LATER.includes(status);
  if (isFinal) return { kind: kindOf(status, answer, proves), answer, isLost: status !== 200 };
  const why = response.type === "opaqueredirect" ? "moved" : "gateway";
  return { kind: "retry", why, said: answer?.message, after: secondsAsked(response), ...REASONS[status] };
}

function kindOf(status, answer, proves) {
  if (status === 200 && proves(answer)) return "stored";
  return answer.conflict ? "conflict" : "refused";
}

// Retry-After: seconds, or a date.
function secondsAsked({ headers }) {
  const asked = headers.get("Retry-After");
  if (!asked) return 0;
  return Number.isFinite(Number(asked)) ? Number(asked) : Math.max(0, (Date.parse(asked) - Date.now()) / 1000 || 0);
}

// What keeps the words from being stored, as nodes: with a way to the site where something stands in between.
export function explain({ why, said }) {
  if (said) return [said];
  if (!["moved", "gateway"].includes(why)) return [sentence(why)];
  const link = { href: "/", target: "_blank", textContent: sentence("openSite") };
  return [sentence(why), " ", Object.assign(document.createElement("a"), link)];
}

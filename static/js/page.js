// What the server tells the scripts of a page, in one JSON script: addresses, and sentences in the reader's language.

const script = document.getElementById("for-scripts"); // pages before the sign-in have none
const told = script ? JSON.parse(script.textContent) : { addresses: {}, sentences: {} };

export const { addresses } = told;
export const person = document.body.dataset.user;

// `values` for the places of a sentence: "Saved %(time)s".
export const sentence = (name, values = {}) =>
  (told.sentences[name] ?? name).replace(/%\((\w+)\)s/g, (place, key) => values[key] ?? place);

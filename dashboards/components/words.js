// The reader's language inside a component that lives in the browser. A text is found by itself: what has no translation
// in `data.words` is shown as it stands in the script.

let words = {};

function speak(data) {
  words = data.words || {};
}

function _(text, values = {}) {
  return (words[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// Relations and columns beside an editor: found while typing, written where the caret stands by a tap.

const WIDE = "(min-width: 1100px)";
// Columns are made when a relation is unfolded: together they are some thousand.
const MOST_UNFOLDED = 8;

const schemaOf = (name) => name.slice(0, name.indexOf("."));
const withoutSchema = (name) => name.slice(name.indexOf(".") + 1);

function make(tag, className, content) {
  return Object.assign(document.createElement(tag), { className, textContent: content });
}

// As a paste would: the text area hears of it, and Ctrl + Z takes it back.
function write(field, text) {
  const before = field.value.slice(0, field.selectionStart);
  field.focus();
  document.execCommand("insertText", false, before && !/[\s(.]$/.test(before) ? ` ${text}` : text);
}

function button(content, testid, act) {
  const made = make("button", "", content);
  made.type = "button";
  made.dataset.testid = testid;
  // The caret stays in the editor.
  made.addEventListener("mousedown", (event) => event.preventDefault());
  made.addEventListener("click", act);
  return made;
}

function columnsOf(relation, wanted, put) {
  const list = make("ul", "columns", "");
  relation.columns.forEach(([name, kind]) => {
    const one = button("", `column-${relation.name}.${name}`, () => put(name));
    one.className = wanted && name.includes(wanted) ? "hit" : "";
    one.append(make("code", "", name), make("span", "kind", kind));
    const item = document.createElement("li");
    item.append(one);
    list.append(item);
  });
  return list;
}

function entry(relation, wanted, isOpen, put, start) {
  const folded = make("details", "relation", "");
  folded.dataset.testid = `relation-${relation.name}`;
  const head = make("summary", "", "");
  head.append(make("code", "", withoutSchema(relation.name)), make("span", "count", _("{count} columns", { count: relation.columns.length })));
  folded.append(head);
  folded.addEventListener("toggle", () => {
    if (!folded.open || folded.querySelector(".acts")) return;
    const acts = make("div", "acts", "");
    const meaning = make("a", "", _("What it means"));
    meaning.href = `/dictionary?relation=${encodeURIComponent(relation.name)}`;
    meaning.target = "_blank";
    acts.append(
      button(_("Insert name"), `insert-${relation.name}`, () => put(relation.name)),
      button(_("First rows"), `first-${relation.name}`, () => start(relation.name)),
      meaning,
    );
    folded.append(acts, columnsOf(relation, wanted, put));
  });
  folded.open = isOpen;
  const item = document.createElement("li");
  item.append(folded);
  return item;
}

export default function ({ data, parentElement, setTriggerValue }) {
  speak(data);
  const browser = parentElement.querySelector(".browser");
  const find = browser.querySelector("input");
  const list = browser.querySelector(".relations");
  const none = browser.querySelector(".none");
  if (!browser.dataset.snapshot) browser.open = matchMedia(WIDE).matches;
  // Drawn anew only with another snapshot: a run of the page leaves open what somebody has opened.
  if (browser.dataset.snapshot === data.snapshot) return;
  browser.dataset.snapshot = data.snapshot;
  browser.querySelector("summary").textContent = _("Relations and columns");
  find.setAttribute("aria-label", _("Find a relation or a column"));
  find.placeholder = "attendance, enrollment_id …";
  none.textContent = _("Nothing is called like that. Try a part of the word.");

  const put = (text) => {
    const field = document.querySelector(`.st-key-${data.editor} textarea`);
    if (field) write(field, text);
  };
  const start = (name) => setTriggerValue("first_rows", name);
  const show = () => {
    const wanted = find.value.trim().toLowerCase();
    const found = data.relations.filter(({ name, columns }) => name.includes(wanted) || columns.some(([column]) => column.includes(wanted)));
    list.replaceChildren(
      ...found.flatMap((one, place) => {
        const isOpen = Boolean(wanted) && place < MOST_UNFOLDED && !one.name.includes(wanted);
        const shown = entry(one, wanted, isOpen, put, start);
        const isFirst = place === 0 || schemaOf(found[place - 1].name) !== schemaOf(one.name);
        return isFirst ? [make("li", "schema", schemaOf(one.name)), shown] : [shown];
      }),
    );
    none.hidden = found.length > 0;
    list.hidden = found.length === 0;
  };
  find.oninput = show;
  show();
}

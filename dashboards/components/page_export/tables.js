// Tables, lists and tiles of the page, as rows of text; and rows of text as CSV.

const MAIN = '[data-testid="stMain"]';
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^[-+]?[\d.,\s]+%?$/;

const isShown = (element) => element.checkVisibility() && !element.closest("canvas");
const wordsOf = (element) => element.innerText.trim().replace(/\s*\n+\s*/g, " · ");

// The last heading before an element says what it is.
function titleOf(element) {
  let title = "";
  for (const heading of document.querySelectorAll(`${MAIN} :is(h1, h2, h3, h4, summary)`)) {
    if (!(heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)) break;
    title = wordsOf(heading) || title;
  }
  return title;
}

const figures = (count) => (count === 1 ? _("1 figure") : _("{count} figures", { count }));
const rowsInWords = (count) => (count === 1 ? _("1 row") : _("{count} rows", { count }));
const linesInWords = (count) => (count === 1 ? _("1 line") : _("{count} lines", { count }));

function rowsOfTable(table) {
  return [...table.rows].map((row) => [...row.cells].map(wordsOf));
}

function rowsOfList(list) {
  const items = [...list.children].filter((item) => item.matches("li"));
  return items.map((item) => (item.childElementCount ? [...item.children].map(wordsOf) : [wordsOf(item)]));
}

function rowsOfTiles(tiles) {
  const part = (tile, name) => {
    const found = tile.querySelector(`[data-testid="stMetric${name}"]`);
    return found ? wordsOf(found) : "";
  };
  return [[_("Figure"), _("Value"), _("Beside it")], ...tiles.map((tile) => ["Label", "Value", "Delta"].map((name) => part(tile, name)))];
}

// Every table of the page: `rows` of what the page itself draws, `press` for Streamlit's own, which knows all its rows.
function tablesOfPage() {
  const main = document.querySelector(MAIN);
  const all = (selector) => [...main.querySelectorAll(selector)].filter(isShown);
  const found = [];
  const tiles = all('[data-testid="stMetric"]');
  if (tiles.length) found.push({ title: _("Figures"), about: figures(tiles.length), rows: rowsOfTiles(tiles) });
  for (const table of all("table")) {
    const rows = rowsOfTable(table);
    found.push({ title: titleOf(table), about: rowsInWords(rows.length - (table.tHead?.rows.length ?? 0)), rows });
  }
  for (const list of all(':is(ul, ol)[class*="hw-"], .hw-next > ol')) {
    if (list.parentElement.closest("li, table")) continue;
    const rows = rowsOfList(list);
    if (rows.length) found.push({ title: titleOf(list), about: linesInWords(rows.length), rows });
  }
  for (const frame of all('[data-testid="stDataFrame"]')) {
    const press = [...frame.parentElement.querySelectorAll("button")].find((one) => one.ariaLabel?.startsWith("Download as CSV"));
    if (press) found.push({ title: titleOf(frame), about: _("all rows"), press });
  }
  return found;
}

function asCsv(rows) {
  const cell = (text) => {
    // Text that a spreadsheet would take for a formula gets an apostrophe before it.
    const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
  };
  // The mark at the beginning tells Excel that this is UTF-8.
  return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

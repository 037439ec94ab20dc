// The button above every page: what is on screen as CSV, PNG and PDF.

const LONGEST_NAME = 60;

// A file's name: words of the page's and the chart's or table's title, whole ones.
function nameOf(...parts) {
  const words = parts.join(" ").toLowerCase().normalize("NFC").replace(/[^\p{L}\p{M}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return (words.length > LONGEST_NAME ? words.slice(0, LONGEST_NAME).replace(/-[^-]*$/, "") : words) || "page";
}

function keep(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// The line above the page: institute, demo label, and which build the figures are from.
const noteOf = () => [...document.querySelectorAll(`${MAIN} .hw-line > *`)].map(wordsOf).join(" · ");
const pageTitle = () => {
  const heading = document.querySelector(`${MAIN} h1`);
  return heading ? wordsOf(heading) : "Headway";
};

function choices() {
  const page = pageTitle();
  const paper = { kind: "PDF", title: _("This page"), about: _("opens the browser's print: choose “Save as PDF”"), save: () => window.print() };
  const pictures = chartsOfPage().map((chart) => ({
    kind: "PNG",
    title: titleOf(chart),
    about: _("chart"),
    save: async () => keep(await pictureOf(chart, titleOf(chart), noteOf()), `${nameOf(page, titleOf(chart))}.png`),
  }));
  const tables = tablesOfPage().map(({ title, about, rows, press }) => ({
    kind: "CSV",
    title,
    about,
    save: press ? () => press.click() : () => keep(new Blob([asCsv(rows)], { type: "text/csv" }), `${nameOf(page, title)}.csv`),
  }));
  return [paper, ...pictures, ...tables];
}

export default function ({ data, parentElement }) {
  speak(data);
  const button = parentElement.querySelector(".open");
  const panel = parentElement.querySelector(".panel");
  const said = parentElement.querySelector(".said");

  const entry = ({ kind, title, about, save }) => {
    const one = document.createElement("button");
    const parts = { b: kind, span: title, small: about };
    one.append(...Object.entries(parts).map(([tag, text]) => Object.assign(document.createElement(tag), { textContent: text })));
    one.type = "button";
    one.dataset.testid = `export-${kind.toLowerCase()}`;
    one.onclick = async () => {
      panel.hidePopover();
      button.focus();
      said.textContent = "";
      await save();
      said.textContent = `${kind}: ${title}`;
    };
    return one;
  };

  parentElement.querySelector(".label").textContent = _("Save");
  panel.ariaLabel = _("Save what is on screen");
  let shown = "";
  const list = () => {
    const found = choices();
    const isSame = shown === (shown = found.map(({ kind, title, about }) => [kind, title, about].join()).join("\n"));
    if (isSame) return;
    const here = [...panel.querySelectorAll("button")].indexOf(panel.getRootNode().activeElement);
    const heading = Object.assign(document.createElement("strong"), { textContent: _("Save what is on screen") });
    panel.replaceChildren(heading, ...found.map(entry));
    if (here >= 0) (panel.querySelectorAll("button")[here] ?? panel.querySelector("button")).focus();
  };
  // A page that is opened comes piece by piece: what comes while the list is open is in it too.
  let following;
  const coming = new MutationObserver(() => {
    clearTimeout(following);
    following = setTimeout(() => panel.matches(":popover-open") && list(), 200);
  });

  button.onclick = () => {
    if (panel.matches(":popover-open")) return panel.hidePopover();
    shown = "";
    list();
    panel.showPopover();
    coming.observe(document.querySelector(MAIN), { childList: true, subtree: true });
    const place = button.getBoundingClientRect();
    panel.style.top = `${place.bottom + 6}px`;
    panel.style.left = `${Math.max(16, place.right - panel.offsetWidth)}px`;
    panel.querySelector("button").focus();
  };
  panel.ontoggle = (event) => {
    button.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState !== "open") coming.disconnect();
  };
  panel.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...panel.querySelectorAll("button")];
    const here = all.indexOf(parentElement.activeElement ?? panel.getRootNode().activeElement);
    all[(here + step + all.length) % all.length].focus();
  };
  window.addEventListener("beforeprint", fitCharts);
  window.addEventListener("afterprint", unfitCharts);
  return () => {
    coming.disconnect();
    window.removeEventListener("beforeprint", fitCharts);
    window.removeEventListener("afterprint", unfitCharts);
  };
}

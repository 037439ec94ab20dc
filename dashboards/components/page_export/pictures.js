// A chart as PNG: its finding above, and below whose figures they are.

const SCALE = 2;
const MARGIN = 24;
const TITLE_PX = 20;
const NOTE_PX = 13;

const chartsOfPage = () => [...document.querySelectorAll(`${MAIN} .js-plotly-plot`)].filter(isShown);

// The layers of a chart share their definitions, so they become one drawing.
function drawingOf(chart) {
  const [first, ...others] = [...chart.querySelectorAll("svg.main-svg")].map((layer) => layer.cloneNode(true));
  for (const layer of others) first.append(...layer.childNodes);
  const box = chart.getBoundingClientRect();
  first.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  first.setAttribute("width", box.width);
  first.setAttribute("height", box.height);
  first.style.background = "none";
  const text = new XMLSerializer().serializeToString(first);
  // What refers to a definition by the page's address refers to this drawing.
  return text.replace(/url\((&quot;|['"]?)[^#)]*#/g, "url($1#");
}

function linesOf(context, text, width) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (context.measureText(longer).width > width && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

async function pictureOf(chart, title, note) {
  const box = chart.getBoundingClientRect();
  const look = getComputedStyle(document.querySelector(".stApp"));
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const fonts = { title: `650 ${TITLE_PX}px ${look.fontFamily}`, note: `${NOTE_PX}px ${look.fontFamily}` };
  context.font = fonts.title;
  const titles = linesOf(context, title, box.width);
  context.font = fonts.note;
  const notes = linesOf(context, note, box.width);
  const above = MARGIN + titles.length * TITLE_PX * 1.3 + 8;
  const height = above + box.height + notes.length * NOTE_PX * 1.5 + MARGIN;
  canvas.width = Math.round((box.width + 2 * MARGIN) * SCALE);
  canvas.height = Math.round(height * SCALE);
  context.scale(SCALE, SCALE);
  context.fillStyle = look.backgroundColor;
  context.fillRect(0, 0, box.width + 2 * MARGIN, height);
  context.fillStyle = look.color;
  context.textBaseline = "top";
  context.font = fonts.title;
  titles.forEach((line, number) => context.fillText(line, MARGIN, MARGIN + number * TITLE_PX * 1.3));
  context.font = fonts.note;
  notes.forEach((line, number) => context.fillText(line, MARGIN, above + box.height + number * NOTE_PX * 1.5 + 6));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawingOf(chart))}`;
  await image.decode();
  context.drawImage(image, MARGIN, above, box.width, box.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

// On paper a chart is as wide as the page, whatever it was on screen.
function fitCharts() {
  for (const layer of document.querySelectorAll(`${MAIN} svg.main-svg`)) {
    layer.setAttribute("viewBox", `0 0 ${layer.width.baseVal.value} ${layer.height.baseVal.value}`);
  }
}

function unfitCharts() {
  for (const layer of document.querySelectorAll(`${MAIN} svg.main-svg`)) layer.removeAttribute("viewBox");
}

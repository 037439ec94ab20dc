// A week of sessions, a column for each day at a desk and one day below the other on a phone. A session is one button.

function text(tag, className, content) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = content;
  return made;
}

function session(one, open) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `session ${one.state}`;
  button.dataset.testid = `planned-${one.id}`;
  button.addEventListener("click", () => open(one.id));
  button.append(text("span", "time", one.time), text("span", "title", one.title));
  for (const told of one.about) button.append(text("span", "about", told));
  if (one.badge) button.append(text("span", "badge", one.badge));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

function day(one, open) {
  const part = document.createElement("li");
  part.className = `day ${one.is_today ? "today" : ""} ${one.sessions.length ? "" : "free"}`;
  part.dataset.testid = `day-${one.date}`;
  const heading = text("h2", "name", one.name);
  if (one.is_today) heading.append(text("span", "now", _("today")));
  part.append(heading);
  if (one.note) part.append(text("p", "note", one.note));
  if (one.sessions.length) {
    const list = text("ul", "sessions", "");
    list.append(...one.sessions.map((found) => session(found, open)));
    part.append(list);
  } else if (!one.note) {
    part.append(text("p", "none", _("No session")));
  }
  return part;
}

export default function ({ data, parentElement, setTriggerValue }) {
  speak(data);
  const week = parentElement.querySelector(".week");
  const open = (id) => setTriggerValue("opened", id);
  // A day without sessions needs no room.
  week.style.setProperty("--days", data.days.map((one) => (one.sessions.length ? "minmax(0, 1fr)" : "84px")).join(" "));
  week.replaceChildren(...data.days.map((one) => day(one, open)));
}

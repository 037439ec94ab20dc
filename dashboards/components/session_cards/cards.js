// Today's sessions as cards to tap. A card also tells when marks of its session still wait on this device.

function text(tag, className, content) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = content;
  return made;
}

function waitingMarks(userId, sessionId) {
  try {
    const stored = JSON.parse(localStorage.getItem(`headway.sheet.${userId}.${sessionId}`));
    const students = new Set((stored?.sending?.marks || []).map((mark) => String(mark.student_id)));
    Object.keys(stored?.pending || {}).forEach((id) => students.add(id));
    return students.size;
  } catch {
    return 0;
  }
}

function card(session, userId, open) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `card ${session.state}`;
  button.dataset.testid = `session-${session.id}`;
  button.addEventListener("click", () => open(session.id));
  const waiting = waitingMarks(userId, session.id);
  const main = text("span", "main", "");
  main.append(text("span", "title", session.title), text("span", "about", session.about));
  if (waiting) main.append(text("span", "waiting", _("{count} not sent yet: open to send", { count: waiting })));
  button.append(text("span", "time", session.time), main, text("span", "badge", session.badge));
  const item = document.createElement("li");
  item.append(button);
  return item;
}

export default function ({ data, parentElement, setTriggerValue }) {
  speak(data);
  const list = parentElement.querySelector(".cards");
  const open = (id) => setTriggerValue("opened", id);
  list.replaceChildren(...data.sessions.map((session) => card(session, data.user_id, open)));
}

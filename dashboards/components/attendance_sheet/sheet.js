// One attendance sheet: what a tap does. A tap changes the screen at once, goes into the outbox (outbox.js) and is
// saved in the background. What is on screen = what the server has said + what the outbox still holds.

class Sheet {
  constructor(root, { session_id: sessionId, user_id: userId }) {
    this.root = root;
    this.sessionId = sessionId;
    this.sheet = null;
    this.remembered = new Map(); // topics of a student who was tapped absent by mistake
    this.open = new Set();
    this.isShowingAll = false;
    this.outbox = new Outbox({
      storageKey: `headway.sheet.${userId}.${sessionId}`,
      post: (key, marks) => this.post(key, marks),
      versionOf: (studentId) => this.saved(studentId)?.version ?? 0,
      listener: (state, details) => this.hear(state, details),
    });
    this.onVisible = () => {
      if (document.visibilityState === "visible") this.load();
    };
    document.addEventListener("visibilitychange", this.onVisible);
    this.part("topics-panel").setAttribute("aria-label", _("Topics of this session"));
    this.part("topics-title").textContent = _("Topics covered");
    this.part("students").setAttribute("aria-label", _("Students"));
    this.part("rest").addEventListener("click", () => this.markRest());
    this.load();
    this.live = new Live(`/data/sessions/${sessionId}/live`, {
      isBusy: () => this.outbox.isSending,
      onNews: () => this.load(),
    });
  }

  close() {
    document.removeEventListener("visibilitychange", this.onVisible);
    clearTimeout(this.reload);
    this.live.close();
    this.outbox.close();
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  post(key, marks) {
    return fetch(`/data/sessions/${this.sessionId}/attendance`, {
      method: "POST",
      credentials: "same-origin",
      keepalive: true,
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify({ marks }),
    });
  }

  async load() {
    let response;
    try {
      response = await fetch(`/data/sessions/${this.sessionId}`, { credentials: "same-origin", cache: "no-store" });
    } catch {
      if (!this.sheet) {
        this.notice(_("There is no connection. The sheet opens as soon as it is back."));
        this.reload = setTimeout(() => this.load(), 3000);
      }
      return;
    }
    const text = await response.text().catch(() => "");
    const body = parsed(text);
    if (response.status === 401) {
      this.hear("loggedOut", {});
    } else if (!response.ok) {
      if (!this.sheet) this.notice(body.detail || _("The sheet cannot be opened right now."), [[_("Try again"), () => this.load()]]);
    } else {
      if (text !== this.text) this.show(body); // otherwise it is what was read last, and on screen
      this.text = text;
      if (this.outbox.unsent().length) this.outbox.flush();
    }
  }

  show(sheet) {
    this.sheet = sheet;
    this.isReadOnly = sheet.status === "cancelled";
    this.notice(this.isReadOnly ? _("This session was cancelled, so there is nothing to mark.") : "");
    this.draw();
  }

  // --- what is known -----------------------------------------------------------------------------------------------

  saved(studentId) {
    return this.sheet?.roster.find((student) => student.student_id === studentId)?.attendance || null;
  }

  effective(studentId, unsent = this.outbox.unsent()) {
    return unsent.find((mark) => mark.student_id === studentId) || this.saved(studentId);
  }

  classTopics() {
    const chosen = new Set(this.outbox.topics());
    const unsent = this.outbox.unsent();
    for (const student of this.sheet.roster) {
      for (const topic of this.effective(student.student_id, unsent)?.topics || []) chosen.add(topic.topic_id);
    }
    return this.sheet.topics.filter((topic) => chosen.has(topic.id));
  }

  // --- what a tap does ---------------------------------------------------------------------------------------------

  change(student, changes, delay) {
    const now = this.effective(student.student_id);
    this.outbox.put([this.changed(student, now, changes)], delay);
  }

  // The mark of a student as it is `now`, changed.
  changed(student, now, changes, topics = now ? now.topics : this.freshTopics()) {
    const mark = {
      student_id: student.student_id,
      attendance_status: now?.attendance_status || "present",
      minutes_late: now?.minutes_late ?? null,
      topics: topics.map(({ topic_id, understanding }) => ({ topic_id, understanding: understanding ?? null })),
      faculty_notes: now?.faculty_notes ?? null,
      // A mark is saved as a whole: what this sheet does not show is handed back as it was.
      check_in_time: now?.check_in_time ?? null,
      check_out_time: now?.check_out_time ?? null,
      next_session_prep: now?.next_session_prep ?? null,
      ...changes,
    };
    if (mark.attendance_status !== "late") mark.minutes_late = null;
    return mark;
  }

  freshTopics() {
    return this.classTopics().map((topic) => ({ topic_id: topic.id, understanding: null }));
  }

  setStatus(student, status) {
    const id = student.student_id;
    const now = this.effective(id);
    let topics = now?.topics || [];
    if (status === "absent") {
      if (topics.length) this.remembered.set(id, topics);
      topics = [];
    } else if (!now || now.attendance_status === "absent") {
      topics = this.remembered.get(id) || this.freshTopics();
    }
    this.change(student, { attendance_status: status, topics });
    this.drawStudent(student);
  }

  setMinutes(student, minutes) {
    this.change(student, { attendance_status: "late", minutes_late: minutes });
    this.drawStudent(student);
  }

  setLevel(student, topicId, level) {
    const now = this.effective(student.student_id);
    const topics = (now ? now.topics : this.freshTopics()).map((topic) =>
      topicId === null || topic.topic_id === topicId ? { ...topic, understanding: level } : topic,
    );
    // A level for everything of today also covers a topic that was chosen after this student was marked.
    if (topicId === null && !topics.length) {
      topics.push(...this.freshTopics().map((topic) => ({ ...topic, understanding: level })));
    }
    this.change(student, { topics });
    this.drawStudent(student);
  }

  toggleTopic(student, topic) {
    const now = this.effective(student.student_id);
    const topics = now ? now.topics : this.freshTopics();
    const without = topics.filter((other) => other.topic_id !== topic.id);
    const isCovered = without.length < topics.length;
    this.outbox.rememberTopics(this.classTopics().map((other) => other.id));
    this.change(student, { topics: isCovered ? without : [...topics, { topic_id: topic.id, understanding: null }] });
    this.drawStudent(student);
  }

  toggleClassTopic(topic) {
    const chosen = this.classTopics().map((other) => other.id);
    const isOn = chosen.includes(topic.id);
    const unsent = this.outbox.unsent();
    const marks = [];
    for (const student of this.sheet.roster) {
      const mark = this.effective(student.student_id, unsent);
      if (!mark || mark.attendance_status === "absent") continue;
      const without = mark.topics.filter((other) => other.topic_id !== topic.id);
      if (isOn && without.length === mark.topics.length) continue;
      const topics = isOn ? without : [...without, { topic_id: topic.id, understanding: null }];
      marks.push(this.changed(student, mark, {}, topics));
    }
    if (marks.length) this.outbox.put(marks);
    this.outbox.rememberTopics(isOn ? chosen.filter((id) => id !== topic.id) : [...chosen, topic.id]);
    this.root.querySelector(`[data-testid="class-topic-${topic.id}"]`)?.setAttribute("aria-pressed", String(!isOn));
    this.drawSoon();
  }

  toggleAllTopics() {
    this.isShowingAll = !this.isShowingAll;
    this.draw();
  }

  setNote(student, note) {
    // Dictation and typing come letter by letter: kept at once, sent when the writer pauses.
    this.change(student, { faculty_notes: note.trim() ? note : null }, 1000);
    this.drawBar();
  }

  setPreparation(student, text) {
    const { note: _before, ...others } = this.effective(student.student_id)?.next_session_prep || {};
    const prepared = text.trim() ? { ...others, note: text } : others;
    this.change(student, { next_session_prep: Object.keys(prepared).length ? prepared : null }, 1000);
    this.drawBar();
  }

  keepOpen(student, isOpen) {
    if (isOpen) this.open.add(student.student_id);
    else this.open.delete(student.student_id);
  }

  markRest() {
    const unsent = this.outbox.unsent();
    const topics = this.freshTopics();
    const rest = this.sheet.roster.filter((student) => !this.effective(student.student_id, unsent));
    this.outbox.put(rest.map((student) => this.changed(student, null, { attendance_status: "present" }, topics)));
    this.part("rest").hidden = true;
    this.drawSoon();
  }

  // --- what the outbox tells ---------------------------------------------------------------------------------------

  hear(state, details) {
    const count = this.outbox ? this.outbox.unsent().length : 0;
    const kept = count === 1 ? _("1 mark is kept on this device") : _("{count} marks are kept on this device", { count });
    if (state === "elsewhere") {
      // Another tab of this browser saved or changed something. What waits to be sent is on this device for both to see;
      // what was saved meanwhile comes with the next look.
      if (this.sheet && count) this.draw();
      clearTimeout(this.reload);
      this.reload = setTimeout(() => this.load(), 300);
    } else if (state === "saved" && details.saved) {
      this.learn(details);
    } else if (state === "saved") {
      const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
      this.status("ok", _("Saved {time}", { time }));
      this.notice("");
    } else if (state === "saving") {
      this.status("busy", _("Saving …"));
    } else if (state === "offline") {
      this.status("wait", details.hasNetwork ? _("Server busy, will retry") : _("Offline, will retry"));
      this.notice(_("{kept} and will be sent as soon as possible.", { kept }));
    } else if (state === "loggedOut") {
      this.status("bad", _("Logged out"));
      const back = encodeURIComponent(window.location.pathname + window.location.search);
      const text = count ? _("Your session has ended. {kept}: log in and they are sent.", { kept }) : _("Your session has ended.");
      this.notice(text, [[_("Log in"), () => window.location.assign(`/login?reason=ended&next=${back}`)]]);
    } else if (state === "conflict") {
      this.status("bad", _("Not saved"));
      this.notice(_("Somebody else changed a mark on this sheet in the meantime."), [
        [_("Keep mine"), () => this.keepMine()],
        [_("Show theirs"), () => this.showTheirs()],
      ]);
    } else if (state === "refused") {
      this.status("bad", _("Not saved"));
      this.notice(details.detail || _("These marks were refused."), [
        [_("Try again"), () => this.outbox.flush()],
        [_("Discard them"), () => this.showTheirs()],
      ]);
    }
  }

  keepMine() {
    this.outbox.insist();
    this.text = null;
    this.load();
  }

  showTheirs() {
    this.outbox.discard();
    this.text = null;
    this.status("", "");
    this.load();
  }

  // What was sent is now what the server has.
  learn({ saved, event_ids: events = [] }) {
    this.live.knows(events);
    this.text = null; // what is on screen is newer than what was read
    const sent = new Map(this.outbox.lastSent.map((mark) => [mark.student_id, mark]));
    for (const { student_id: id, attendance_id: attendanceId, version } of saved) {
      const student = this.sheet?.roster.find((other) => other.student_id === id);
      if (!student || !sent.has(id)) continue;
      student.attendance = { ...sent.get(id), id: attendanceId, version };
      const tag = this.row(id)?.querySelector(".tag");
      if (tag) tag.textContent = "";
    }
    this.drawBar();
  }

  // --- drawing -----------------------------------------------------------------------------------------------------

  row(studentId) {
    return this.part("students").querySelector(`[data-testid="student-${studentId}"]`);
  }

  rowFor(student, unsent, topics) {
    const id = student.student_id;
    const look = {
      topics,
      isOpen: this.open.has(id),
      isUnsent: unsent.some((mark) => mark.student_id === id),
      isReadOnly: this.isReadOnly,
    };
    return studentRow(student, this.effective(id, unsent), look, this);
  }

  withFocus(redraw) {
    const focused = this.root.getRootNode().activeElement?.dataset.focus;
    redraw();
    if (focused) this.root.querySelector(`[data-focus="${focused}"]`)?.focus({ preventScroll: true });
  }

  drawStudent(student) {
    const made = this.rowFor(student, this.outbox.unsent(), this.classTopics());
    this.withFocus(() => patch(this.row(student.student_id), made));
    this.drawBar();
  }

  // What was tapped is on screen at once, the rest of the class one frame later.
  drawSoon() {
    requestAnimationFrame(() => setTimeout(() => this.draw()));
  }

  draw() {
    const active = this.root.getRootNode().activeElement;
    if (active?.tagName === "TEXTAREA") return; // never pull the text from under somebody who is writing
    const unsent = this.outbox.unsent();
    const topics = this.classTopics();
    const chosen = topics.map((topic) => topic.id);
    const actions = { toggleClassTopic: (topic) => this.toggleClassTopic(topic), toggleAllTopics: () => this.toggleAllTopics() };
    this.withFocus(() => {
      this.part("topics-panel").hidden = !this.sheet.topics.length;
      this.part("topics").replaceChildren(...topicChips(this.sheet, chosen, this.isShowingAll, actions, this.isReadOnly));
      this.drawRows(this.sheet.roster.map((student) => this.rowFor(student, unsent, topics)));
    });
    this.drawBar();
  }

  drawRows(made) {
    const there = [...this.part("students").children];
    const isSameClass = there.length === made.length && made.every((row, place) => row.dataset.testid === there[place].dataset.testid);
    if (!isSameClass) this.part("students").replaceChildren(...made);
    else made.forEach((row, place) => saysTheSame(there[place], row) || patch(there[place], row));
  }

  drawBar() {
    const unsent = this.outbox.unsent();
    const total = this.sheet.roster.length;
    const marked = this.sheet.roster.filter((student) => this.effective(student.student_id, unsent)).length;
    const rest = total - marked;
    this.part("bar").hidden = total === 0;
    this.part("count").textContent = _("{marked} of {total} marked", { marked, total });
    this.part("rest").hidden = rest === 0 || Boolean(this.isReadOnly);
    this.part("rest").textContent = marked === 0 && rest > 1 ? _("Save all {count} as present", { count: rest }) : _("Save other {count} as present", { count: rest });
    if (marked === 0 && rest === 1) this.part("rest").textContent = _("Save as present");
    if (total === 0) this.notice(_("Nobody is enrolled in this session yet."));
  }

  status(kind, text) {
    const line = this.part("status");
    line.className = `saved ${kind}`;
    line.textContent = text;
  }

  notice(text, choices = []) {
    const box = this.part("notice");
    box.hidden = !text;
    const buttons = choices.map(([label, act]) => element("button", { type: "button", class: "quiet", onclick: act }, label));
    box.replaceChildren(element("span", {}, text), ...buttons);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

const sheets = new WeakMap();

export default function ({ data, parentElement }) {
  speak(data);
  const root = parentElement.querySelector(".sheet");
  const known = sheets.get(root);
  if (known && known.sessionId === data.session_id) return () => {};
  known?.close();
  const sheet = new Sheet(root, data);
  sheets.set(root, sheet);
  return () => {
    sheet.close();
    sheets.delete(root);
  };
}

// One attendance sheet: what a tap does. A tap changes the screen at once, goes into the outbox (outbox.js) and is
// saved in the background. What is on screen = what the server has said + what the outbox still holds.

const DOUBLE_TAP_MS = 400;

class Sheet {
  constructor(root, { session_id: sessionId, user_id: userId }) {
    this.root = root;
    this.sessionId = sessionId;
    this.frame = new Frame(root);
    this.asked = null; // a topic that was taken from everybody but those with their own understanding of it
    this.sheet = null;
    this.isReadOnly = false;
    this.open = new Set();
    this.isShowingAll = false;
    this.outbox = new Outbox({
      storageKey: `headway.sheet.${userId}.${sessionId}`,
      post: (key, marks) => this.post(key, marks),
      versionOf: (studentId) => this.marks.saved(studentId)?.version ?? 0,
      listener: (state, details) => this.hear(state, details),
    });
    this.marks = new Marks(this.outbox);
    this.ears = new AbortController();
    const { signal } = this.ears;
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.load(), { signal });
    this.part("rest").addEventListener("click", (event) => this.tapRest(event), { signal });
    this.part("undo").addEventListener("click", (event) => this.tapUndo(event), { signal });
    root.addEventListener("keydown", (event) => this.pressKey(event), { signal });
    this.load();
    this.live = new Live(`/data/sessions/${sessionId}/live`, {
      isBusy: () => this.outbox.isSending,
      onNews: () => this.load(),
    });
  }

  close() {
    this.ears.abort();
    this.frame.close();
    clearTimeout(this.reload);
    this.live.close();
    this.outbox.close();
  }

  part(name) {
    return this.frame.part(name);
  }

  tapRest({ timeStamp }) {
    this.restTappedAt = timeStamp;
    this.markRest();
  }

  // The bar closes up when all are marked: the second tap of two would undo the first.
  tapUndo({ timeStamp }) {
    if (!(timeStamp - this.restTappedAt < DOUBLE_TAP_MS)) this.undo();
  }

  // Where text is written, the browser undoes letters.
  pressKey(event) {
    const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
    if (!isUndo || ["TEXTAREA", "INPUT"].includes(event.composedPath()[0].tagName)) return;
    event.preventDefault();
    this.undo();
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
    const learned = this.marks.learned;
    let response;
    try {
      response = await fetch(`/data/sessions/${this.sessionId}`, { credentials: "same-origin", cache: "no-store" });
    } catch {
      if (!this.sheet) {
        this.frame.notice(_("There is no connection. The sheet opens as soon as it is back."));
        this.reload = setTimeout(() => this.load(), 3000);
      }
      return;
    }
    const text = await response.text().catch(() => "");
    const body = parsed(text);
    if (response.status === 401) {
      this.hear("loggedOut", {});
    } else if (!response.ok) {
      if (!this.sheet) this.frame.notice(body.detail || _("The sheet cannot be opened right now."), [[_("Try again"), () => this.load()]]);
    } else if (learned !== this.marks.learned) {
      return this.load(); // what was read is older than what was saved meanwhile
    } else {
      if (text !== this.text) this.show(body); // otherwise it is what was read last, and on screen
      this.text = text;
      if (this.outbox.unsent().length) this.outbox.flush();
    }
  }

  show(sheet) {
    this.sheet = sheet;
    this.marks.read(sheet);
    this.isReadOnly = sheet.status === "cancelled";
    this.frame.notice(this.isReadOnly ? _("This session was cancelled, so there is nothing to mark.") : "");
    this.draw();
  }

  // --- what a tap does ---------------------------------------------------------------------------------------------

  undo() {
    const undone = this.isReadOnly ? null : this.marks.undo();
    if (!undone) return;
    this.asked = null;
    const said = undone.isAnything ? [_("Undone: {what}", { what: undone.what })] : [];
    if (!undone.isAll) said.push(_("What somebody else has changed since stays."));
    this.frame.acknowledge(said.join(" "));
    // What was being written is what is undone.
    if (this.root.getRootNode().activeElement?.tagName === "TEXTAREA") this.part("undo").focus({ preventScroll: true });
    this.draw();
  }

  setStatus(student, status) {
    const id = student.student_id;
    const now = this.marks.effective(id);
    let topics = now?.topics || [];
    let forAll = {};
    if (status === "absent") {
      if (topics.length) this.marks.remembered.set(id, topics);
      topics = [];
    } else if (!now || now.attendance_status === "absent") {
      if (!this.marks.remembered.has(id)) forAll = this.marks.following([id]);
      topics = this.marks.remembered.get(id) || this.marks.freshTopics();
    }
    const changes = { attendance_status: status, topics };
    this.marks.act(steps.status(student, status), [this.marks.changed(student, now, changes)], { forAll });
    this.drawStudent(student);
  }

  setMinutes(student, minutes) {
    this.marks.change(steps.minutes(student, minutes), student, { attendance_status: "late", minutes_late: minutes });
    this.drawStudent(student);
  }

  setLevel(student, topicId, level) {
    const id = student.student_id;
    const now = this.marks.effective(id);
    const topics = (now ? now.topics : this.marks.freshTopics()).map((topic) =>
      topicId === null || topic.topic_id === topicId ? { ...topic, understanding: level } : topic,
    );
    // A level for everything of today also covers a topic that was chosen after this student was marked.
    if (topicId === null && !topics.length) {
      topics.push(...this.marks.freshTopics().map((topic) => ({ ...topic, understanding: level })));
    }
    // From now on it is this student's own.
    const { followers } = this.outbox.forAll();
    const known = now ? followers : (this.marks.following([id]).followers ?? followers);
    const own = topics.filter((topic) => topicId === null || topic.topic_id === topicId).map((topic) => follower(id, topic.topic_id));
    const left = known.filter((key) => !own.includes(key));
    const forAll = left.length === followers.length ? {} : { followers: left };
    this.marks.act(steps.level(student, level), [this.marks.changed(student, now, { topics })], { forAll });
    this.drawStudent(student);
  }

  toggleTopic(student, topic) {
    const now = this.marks.effective(student.student_id);
    const topics = now ? now.topics : this.marks.freshTopics();
    const without = topics.filter((other) => other.topic_id !== topic.id);
    const isCovered = without.length < topics.length;
    const chosen = { topics: this.marks.classTopics().map((other) => other.id) };
    const changes = { topics: isCovered ? without : [...topics, { topic_id: topic.id, understanding: null }] };
    this.marks.change(steps.topic(student, topic, !isCovered), student, changes, { forAll: chosen });
    this.drawStudent(student);
  }

  toggleClassTopic(topic, { isOwnToo = false } = {}) {
    const chosen = this.marks.classTopics().map((other) => other.id);
    const isOn = chosen.includes(topic.id);
    const now = { ...this.outbox.forAll(), topics: chosen };
    const { changed, kept, forAll } = isOn
      ? topicForNobody(this.marks.present(), now, topic.id, { isOwnToo })
      : topicForEverybody(this.marks.present(), now, topic.id);
    if (changed.length || !kept) this.marks.act(steps.topicForAll(topic, !isOn), this.marks.changedMarks(changed), { forAll });
    this.asked = kept ? { topic, count: kept } : null;
    if (!kept) this.press(`class-topic-${topic.id}`, !isOn);
    this.drawSoon();
  }

  setLevelForAll(level, { isOwnToo = false } = {}) {
    const { changed, forAll } = levelForEverybody(this.marks.present(), this.outbox.forAll(), level, { isOwnToo });
    this.marks.act(steps.levelForAll(level), this.marks.changedMarks(changed), { forAll });
    this.asked = null;
    for (const [one] of levels()) this.press(`class-level-${one}`, one === level);
    this.drawSoon();
  }

  // What was asked about those who have something of their own.
  takeAskedTopicFromAll() {
    this.toggleClassTopic(this.asked.topic, { isOwnToo: true });
  }

  setOwnLevelsToo() {
    this.setLevelForAll(this.outbox.forAll().level, { isOwnToo: true });
  }

  // What was tapped is on screen at once, whatever follows from it one frame later.
  press(testid, isOn) {
    this.root.querySelector(`[data-testid="${testid}"]`)?.setAttribute("aria-pressed", String(isOn));
  }

  toggleAllTopics() {
    this.isShowingAll = !this.isShowingAll;
    this.draw();
  }

  setNote(student, note) {
    // Dictation and typing come letter by letter: kept at once, sent when the writer pauses.
    const changes = { faculty_notes: note.trim() ? note : null };
    this.marks.change(steps.note(student), student, changes, { delay: 1000, writing: `note-${student.student_id}` });
    this.drawBar();
  }

  setPreparation(student, text) {
    const { note: _before, ...others } = this.marks.effective(student.student_id)?.next_session_prep || {};
    const prepared = text.trim() ? { ...others, note: text } : others;
    const changes = { next_session_prep: Object.keys(prepared).length ? prepared : null };
    this.marks.change(steps.preparation(student), student, changes, { delay: 1000, writing: `prep-${student.student_id}` });
    this.drawBar();
  }

  keepOpen(student, isOpen) {
    if (isOpen) this.open.add(student.student_id);
    else this.open.delete(student.student_id);
  }

  markRest() {
    const unsent = this.outbox.unsent();
    const topics = this.marks.freshTopics();
    const rest = this.sheet.roster.filter((student) => !this.marks.effective(student.student_id, unsent));
    const marks = rest.map((student) => this.marks.changed(student, null, { attendance_status: "present" }, topics));
    this.marks.act(steps.rest(rest.length), marks, { forAll: this.marks.following(rest.map((student) => student.student_id)) });
    this.part("rest").hidden = true;
    this.drawSoon();
  }

  // --- what the outbox tells ---------------------------------------------------------------------------------------

  hear(state, details) {
    const count = this.outbox ? this.outbox.unsent().length : 0;
    if (state === "elsewhere") {
      // Another tab of this browser saved or changed something. What waits to be sent is on this device for both to see;
      // what was saved meanwhile comes with the next look.
      const isOfAll = JSON.stringify(this.outbox?.forAll()) !== this.drawnForAll;
      if (this.sheet && (count || isOfAll)) this.draw();
      clearTimeout(this.reload);
      this.reload = setTimeout(() => this.load(), 300);
    } else if (state === "saved" && details.saved) {
      this.learn(details);
    } else {
      this.frame.tell(state, { count, ...details }, this);
    }
  }

  tryAgain() {
    this.outbox.flush();
  }

  keepMine() {
    this.outbox.insist();
    this.text = null;
    this.load();
  }

  showTheirs() {
    this.outbox.discard();
    this.text = null;
    this.frame.status("", "");
    this.load();
  }

  // What was sent is now what the server has.
  learn({ saved, event_ids: events = [] }) {
    this.live.knows(events);
    this.text = null; // what is on screen is newer than what was read
    const unsent = this.outbox.unsent();
    for (const id of this.marks.learn(this.outbox.lastSent, saved)) {
      const tag = unsent.some((mark) => mark.student_id === id) ? null : this.row(id)?.querySelector(".tag");
      if (tag) tag.textContent = this.marks.saved(id) ? "" : _("Not marked yet");
    }
    if (this.sheet) this.drawBar();
  }

  // --- drawing -----------------------------------------------------------------------------------------------------

  row(studentId) {
    return this.part("students").querySelector(`[data-testid="student-${studentId}"]`);
  }

  rowFor(student, unsent, topics) {
    const id = student.student_id;
    const look = {
      topics,
      proposedLevel: this.outbox.forAll().level,
      isOpen: this.open.has(id),
      isUnsent: unsent.some((mark) => mark.student_id === id),
      isReadOnly: this.isReadOnly,
    };
    return studentRow(student, this.marks.effective(id, unsent), look, this);
  }

  withFocus(redraw) {
    const focused = this.root.getRootNode().activeElement?.dataset.focus;
    redraw();
    if (focused) this.root.querySelector(`[data-focus="${focused}"]`)?.focus({ preventScroll: true });
  }

  drawStudent(student) {
    this.asked = null;
    const made = this.rowFor(student, this.outbox.unsent(), this.marks.classTopics());
    this.withFocus(() => patch(this.row(student.student_id), made));
    this.drawBar();
    this.drawPanelSoon();
  }

  // What was tapped is on screen at once, the rest of the class one frame later.
  drawSoon() {
    requestAnimationFrame(() => setTimeout(() => this.draw()));
  }

  drawPanelSoon() {
    if (this.isPanelDue) return;
    this.isPanelDue = true;
    requestAnimationFrame(() => setTimeout(() => this.withFocus(() => this.drawPanel(this.marks.classTopics()))));
  }

  drawPanel(topics) {
    this.isPanelDue = false;
    const forAll = this.outbox.forAll();
    this.drawnForAll = JSON.stringify(forAll);
    const chosen = topics.map((topic) => topic.id);
    const ownCount = ownLevelCount(this.marks.present(), forAll);
    const { asked, isReadOnly, isShowingAll } = this;
    const look = JSON.stringify([chosen, forAll.level, ownCount, asked, isReadOnly, isShowingAll]);
    if (look === this.drawnPanel && this.sheet === this.drawnSheet) return;
    [this.drawnPanel, this.drawnSheet] = [look, this.sheet];
    this.part("topics-panel").hidden = !this.sheet.topics.length;
    fill(this.part("topics"), topicChips(this.sheet, chosen, isShowingAll, this, isReadOnly));
    this.part("class-level").hidden = !chosen.length;
    fill(this.part("class-level"), levelsForAll({ level: forAll.level, ownCount, asked, isReadOnly }, this));
  }

  draw() {
    const active = this.root.getRootNode().activeElement;
    if (active?.tagName === "TEXTAREA") return; // never pull the text from under somebody who is writing
    const unsent = this.outbox.unsent();
    const topics = this.marks.classTopics();
    this.withFocus(() => {
      this.drawPanel(topics);
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
    const marked = this.sheet.roster.filter((student) => this.marks.effective(student.student_id, unsent)).length;
    this.frame.showMarked({ marked, total, isReadOnly: this.isReadOnly });
    this.frame.showUndo(this.isReadOnly ? null : (this.marks.history.last?.what ?? null));
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

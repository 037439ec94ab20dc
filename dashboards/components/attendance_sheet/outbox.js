// The outbox of one attendance sheet: every mark is on this device before it is on its way, and stays until the
// server has said that it is saved. Belongs here: storing, sending, retrying. What a mark looks like is sheet.js.

// Long enough for what one finger does at once, short enough that a tap is saved within half a second.
const SEND_AFTER_MS = 150;
const TAKE_OVER_AFTER_MS = 2000; // by then another tab is gone or stuck; the same key twice does no harm
const RETRY_MS = [1000, 2000, 4000, 8000, 15000];

// Works on plain http in the institute's network too, where crypto.randomUUID does not exist.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

class Outbox {
  // post(key, marks) resolves to a Response and rejects when there is no network.
  // versionOf(studentId) is the version of the mark being changed, 0 for a new one; listener gets every change of state.
  constructor({ storageKey, post, versionOf, listener }) {
    this.storageKey = storageKey;
    this.post = post;
    this.versionOf = versionOf;
    this.listener = listener;
    this.tab = newKey();
    this.state = "idle";
    this.failures = 0;
    this.memory = null; // used when the browser refuses to store anything
    this.onStorage = (event) => {
      if (event.key === this.storageKey) this.listener("elsewhere", {});
    };
    this.onOnline = () => this.flush();
    window.addEventListener("storage", this.onStorage);
    window.addEventListener("online", this.onOnline);
  }

  close() {
    window.removeEventListener("storage", this.onStorage);
    window.removeEventListener("online", this.onOnline);
    clearTimeout(this.timer);
    if (this.unsent().length) this.flush(); // leaving the page must not delay what is waiting
    this.isClosed = true;
  }

  read() {
    const empty = { pending: {}, sending: null, ...NOTHING_FOR_ALL };
    try {
      const stored = JSON.parse(localStorage.getItem(this.storageKey));
      return { ...empty, ...(stored || this.memory) };
    } catch {
      return { ...empty, ...this.memory };
    }
  }

  write(content) {
    const isAnythingForAll = content.topics.length || content.followers.length || content.level !== null;
    const isEmpty = !content.sending && !Object.keys(content.pending).length && !isAnythingForAll;
    try {
      if (isEmpty) localStorage.removeItem(this.storageKey);
      else localStorage.setItem(this.storageKey, JSON.stringify(content));
      this.memory = null;
    } catch {
      this.memory = isEmpty ? null : content;
    }
  }

  // The marks that the server has not confirmed, the newest of each student.
  unsent() {
    const { pending, sending } = this.read();
    const marks = new Map((sending ? sending.marks : []).map((mark) => [mark.student_id, mark]));
    for (const mark of Object.values(pending)) marks.set(mark.student_id, mark);
    return [...marks.values()];
  }

  // What is set for the whole class, see class_wide.js.
  forAll() {
    const { topics, level, followers } = this.read();
    return { topics, level, followers };
  }

  rememberForAll(changes) {
    this.write({ ...this.read(), ...changes });
  }

  put(marks, delay = SEND_AFTER_MS) {
    const content = this.read();
    // `base`: the version that was on screen at the first tap; what others change before this is sent is a conflict.
    for (const mark of marks) {
      const base = content.pending[mark.student_id]?.base ?? this.versionOf(mark.student_id);
      content.pending[mark.student_id] = { ...mark, base };
    }
    this.write(content);
    if (this.state !== "saving") this.tell("saving");
    // Who goes on writing is waited for; who goes on tapping is not.
    const isDue = this.timer && this.due - Date.now() <= SEND_AFTER_MS;
    if (!isDue) this.schedule(delay);
  }

  // What waits is meant to replace what others have saved: it goes against the newest version.
  insist() {
    const content = this.read();
    for (const mark of Object.values(content.pending)) delete mark.base;
    this.write(content);
  }

  discard() {
    this.write({ pending: {}, sending: null, ...NOTHING_FOR_ALL });
    this.tell("idle");
  }

  schedule(delay) {
    clearTimeout(this.timer);
    this.due = Date.now() + delay;
    this.timer = setTimeout(() => this.flush(), delay);
  }

  async flush() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.isSending || this.isClosed) return;
    const content = this.read();
    if (content.sending && content.sending.tab !== this.tab && Date.now() - content.sending.at < TAKE_OVER_AFTER_MS) {
      this.schedule(RETRY_MS[1]);
      return;
    }
    if (!content.sending) {
      const marks = Object.values(content.pending);
      if (!marks.length) return;
      const versioned = marks.map(({ base, ...mark }) => ({ ...mark, version: base ?? this.versionOf(mark.student_id) }));
      content.sending = { key: newKey(), marks: versioned };
      content.pending = {};
    }
    Object.assign(content.sending, { tab: this.tab, at: Date.now() });
    this.write(content);
    this.isSending = true;
    this.tell("saving");
    let response = null;
    try {
      response = await this.post(content.sending.key, content.sending.marks);
    } catch {
      response = null; // no network: nothing is known, so the same request is sent again with the same key
    }
    this.isSending = false;
    await this.settle(content.sending, response);
  }

  async settle(sent, response) {
    const body = response ? await response.json().catch(() => ({})) : {};
    if (response && response.ok) {
      this.failures = 0;
      this.forgetSent(sent, body.saved);
      this.lastSent = sent.marks;
      this.listener("saved", body);
      if (Object.keys(this.read().pending).length) this.flush();
      else this.tell("saved");
    } else if (!response || response.status >= 500 || response.status === 429 || response.status === 408) {
      const delay = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
      this.failures += 1;
      this.tell("offline", { hasNetwork: Boolean(response) });
      if (!this.isClosed) this.schedule(delay);
    } else {
      // Refused for good: a new attempt needs a new key, so the marks go back to the waiting ones.
      const content = this.read();
      for (const mark of sent.marks) content.pending[mark.student_id] ??= { ...mark, base: mark.version };
      this.write(content);
      this.forgetSent(sent);
      // Of the refusals with 409, the one that tells the current state is somebody else's change.
      const isConflict = response.status === 409 && body.current !== undefined;
      const state = response.status === 401 ? "loggedOut" : isConflict ? "conflict" : "refused";
      this.tell(state, { detail: body.detail || body.title });
    }
  }

  // Another tab may have finished this request too, and have begun its next one. What was tapped meanwhile changes what
  // has just been saved.
  forgetSent(sent, saved = []) {
    const content = this.read();
    for (const { student_id: id, version } of saved) if (content.pending[id]) content.pending[id].base = version;
    if (content.sending?.key === sent.key) content.sending = null;
    this.write(content);
  }

  tell(state, details = {}) {
    this.state = state;
    this.listener(state, details);
  }
}

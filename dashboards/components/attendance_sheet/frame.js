// What stands around the students: the notice above them, the bar below with what is saved, the rest of the class and
// what can be undone. Belongs here: markup and labels. What a tap does is sheet.js.

const SHOW_UNDONE_MS = 6000;

class Frame {
  constructor(root) {
    this.root = root;
    this.part("topics-panel").setAttribute("aria-label", _("Topics of this session"));
    this.part("topics-title").textContent = _("Topics covered");
    this.part("students").setAttribute("aria-label", _("Students"));
    this.part("undo-word").textContent = _("Undo");
  }

  close() {
    clearTimeout(this.fading);
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  showMarked({ marked, total, isReadOnly }) {
    const rest = total - marked;
    this.part("bar").hidden = total === 0;
    this.part("count").textContent = _("{marked} of {total} marked", { marked, total });
    this.part("rest").hidden = rest === 0 || isReadOnly;
    this.part("rest").textContent =
      marked === 0 && rest > 1 ? _("Save all {count} as present", { count: rest }) : _("Save other {count} as present", { count: rest });
    if (marked === 0 && rest === 1) this.part("rest").textContent = _("Save as present");
    if (total === 0) this.notice(_("Nobody is enrolled in this session yet."));
  }

  // `what`: the last step in words, null when there is nothing to undo.
  showUndo(what) {
    const button = this.part("undo");
    // Who works with the keys does not fall out of the sheet.
    if (what === null && button === this.root.getRootNode().activeElement) this.part("bar").focus({ preventScroll: true });
    button.hidden = what === null;
    this.part("undo-what").textContent = what ?? "";
    button.setAttribute("aria-label", _("Undo: {what}", { what: what ?? "" }));
  }

  // Said briefly, above the bar, so that nothing moves under a thumb.
  acknowledge(text) {
    clearTimeout(this.fading);
    this.part("undone").textContent = text;
    this.fading = setTimeout(() => (this.part("undone").textContent = ""), SHOW_UNDONE_MS);
  }

  // What became of saving; `count` marks are on this device only.
  tell(state, { count, detail, hasNetwork }, actions) {
    const kept = count === 1 ? _("1 mark is kept on this device") : _("{count} marks are kept on this device", { count });
    if (state === "saved") {
      const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
      this.status("ok", _("Saved {time}", { time }));
      this.notice("");
    } else if (state === "saving") {
      this.status("busy", _("Saving …"));
    } else if (state === "offline") {
      this.status("wait", hasNetwork ? _("Server busy, will retry") : _("Offline, will retry"));
      this.notice(_("{kept} and will be sent as soon as possible.", { kept }));
    } else if (state === "loggedOut") {
      this.status("bad", _("Logged out"));
      const back = encodeURIComponent(window.location.pathname + window.location.search);
      const text = count ? _("Your session has ended. {kept}: log in and they are sent.", { kept }) : _("Your session has ended.");
      this.notice(text, [[_("Log in"), () => window.location.assign(`/login?reason=ended&next=${back}`)]]);
    } else if (state === "conflict") {
      this.status("bad", _("Not saved"));
      this.notice(_("Somebody else changed a mark on this sheet in the meantime."), [
        [_("Keep mine"), () => actions.keepMine()],
        [_("Show theirs"), () => actions.showTheirs()],
      ]);
    } else if (state === "refused") {
      this.status("bad", _("Not saved"));
      this.notice(detail || _("These marks were refused."), [
        [_("Try again"), () => actions.tryAgain()],
        [_("Discard them"), () => actions.showTheirs()],
      ]);
    }
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

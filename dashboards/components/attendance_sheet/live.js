// Hears at once when somebody else changes this session, on whatever device; without a connection it tries again.
// Belongs here: the socket. What there is to see is read by sheet.js.

const LISTEN_AGAIN_MS = [1000, 2000, 5000, 15000, 30000];
const GATHER_MS = 150; // several marks are read at once, and the answer to an own save comes first
const NOT_FOR_US = 4400; // from here on the server says that asking again is of no use

class Live {
  // isBusy(): whether a save is under way, whose events are not known yet; onNews(): somebody else has changed something.
  constructor(path, { isBusy, onNews }) {
    this.address = new URL(path, window.location.href);
    this.address.protocol = this.address.protocol.replace("http", "ws");
    this.isBusy = isBusy;
    this.onNews = onNews;
    this.own = new Set();
    this.heard = [];
    this.failures = 0;
    this.listen();
  }

  listen() {
    this.socket = new WebSocket(this.address);
    this.socket.onmessage = ({ data }) => {
      this.failures = 0;
      // None: look anew. From now on everything is told, or too much happened to tell it.
      const { event_ids: ids } = JSON.parse(data);
      this.heard.push(...(ids.length ? ids : [null]));
      this.lookSoon();
    };
    this.socket.onclose = ({ code }) => {
      if (this.isClosed || code >= NOT_FOR_US) return;
      const pause = LISTEN_AGAIN_MS[Math.min(this.failures, LISTEN_AGAIN_MS.length - 1)];
      this.failures += 1;
      this.again = setTimeout(() => this.listen(), pause);
    };
  }

  lookSoon() {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => this.look(), GATHER_MS);
  }

  look() {
    if (this.isBusy()) return this.lookSoon();
    const isNews = this.heard.some((id) => id === null || !this.own.has(id));
    this.heard = [];
    if (isNews) this.onNews();
  }

  // Events of own saves are no news.
  knows(ids) {
    for (const id of ids) this.own.add(id);
  }

  close() {
    this.isClosed = true;
    clearTimeout(this.looking);
    clearTimeout(this.again);
    this.socket.close();
  }
}

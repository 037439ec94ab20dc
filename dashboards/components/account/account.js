// Who is logged in, and the way out. It also keeps the browser's cookies fresh while a page stays open, and notices
// that somebody logged out in another tab.

const LOOK_EVERY_MS = 4 * 60 * 1000;

// Streamlit draws a menu with headings as a list whose items are not its own, which screen readers stumble over: as
// plain links below headings it reads well.
function mendMenu() {
  const menu = '[data-testid="stSidebarNavItems"]';
  for (const part of document.querySelectorAll(`${menu}, ${menu} ul, ${menu} li`)) part.setAttribute("role", "none");
}

export default function ({ data, parentElement }) {
  parentElement.querySelector('[data-part="name"]').textContent = data.name;
  parentElement.querySelector('[data-part="role"]').textContent = data.role;
  const button = parentElement.querySelector("button");
  button.onclick = async () => {
    button.disabled = true;
    try {
      await fetch("/auth/logout", { method: "POST", credentials: "same-origin", redirect: "manual" });
      window.location.assign("/login?reason=out");
    } catch {
      button.disabled = false;
      button.textContent = "No connection, try again";
    }
  };
  const look = async () => {
    const answer = await fetch("/auth/session", { credentials: "same-origin", cache: "no-store" }).catch(() => null);
    // The attendance sheet tells of an ended session itself, so that marks on this device are not left behind.
    if (answer?.status === 401 && !window.location.pathname.startsWith("/attendance")) {
      const back = encodeURIComponent(window.location.pathname + window.location.search);
      window.location.assign(`/login?reason=ended&next=${back}`);
    }
  };
  mendMenu();
  const menus = new MutationObserver(mendMenu);
  menus.observe(document.querySelector('[data-testid="stSidebar"]') ?? document.body, { childList: true, subtree: true });
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    menus.disconnect();
  };
}

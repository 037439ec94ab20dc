// Who is logged in, and the way out. It also keeps the browser's cookies fresh while a page stays open, and notices
// that somebody logged out in another tab.

const LOOK_EVERY_MS = 4 * 60 * 1000;

// Streamlit draws a menu with headings as a list whose items are not its own, which screen readers stumble over: as
// plain links below headings it reads well.
function mendMenu() {
  const menu = '[data-testid="stSidebarNavItems"]';
  for (const part of document.querySelectorAll(`${menu}, ${menu} ul, ${menu} li`)) part.setAttribute("role", "none");
}

// Streamlit tells its theme to the app alone; dialogs and menus are drawn beside it and would be light in the dark.
function spreadTheme() {
  const app = document.querySelector(".stApp");
  if (app) document.documentElement.style.colorScheme = getComputedStyle(app).colorScheme;
}

function chooseLanguage(parentElement, data) {
  parentElement.querySelector('[data-part="language-label"]').textContent = _("Language");
  const select = parentElement.querySelector("select");
  const option = ([code, name]) => Object.assign(new Option(name, code, false, code === data.language), { lang: code });
  select.replaceChildren(...data.languages.map(option));
  select.onchange = () => {
    const here = encodeURIComponent(window.location.pathname + window.location.search);
    window.location.assign(`/language/${select.value}?next=${here}`);
  };
}

export default function ({ data, parentElement }) {
  parentElement.querySelector('[data-part="name"]').textContent = data.name;
  parentElement.querySelector('[data-part="role"]').textContent = data.role;
  speak(data);
  // Screen readers read a page in its own language.
  document.documentElement.lang = data.language;
  chooseLanguage(parentElement, data);
  const button = parentElement.querySelector("button");
  button.textContent = _("Log out");
  button.onclick = async () => {
    button.disabled = true;
    try {
      await fetch("/auth/logout", { method: "POST", credentials: "same-origin", redirect: "manual" });
      window.location.assign("/login?reason=out");
    } catch {
      button.disabled = false;
      button.textContent = _("No connection, try again");
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
  spreadTheme();
  const themes = new MutationObserver(spreadTheme);
  themes.observe(document.querySelector(".stApp") ?? document.body, { attributes: true, attributeFilter: ["class", "style"] });
  mendMenu();
  const menus = new MutationObserver(mendMenu);
  menus.observe(document.querySelector('[data-testid="stSidebar"]') ?? document.body, { childList: true, subtree: true });
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    menus.disconnect();
    themes.disconnect();
  };
}

// Prints the page that it stands on.

export default function ({ data, parentElement }) {
  speak(data);
  const button = parentElement.querySelector("button");
  button.querySelector("span").textContent = _("Print");
  button.onclick = () => window.print();
}
